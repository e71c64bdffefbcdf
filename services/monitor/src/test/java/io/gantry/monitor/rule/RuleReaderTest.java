package io.gantry.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.Severity;
import io.gantry.monitor.slo.Indicator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {

    private static final Map<String, JsonNode> DEFAULTS =
            RuleReader.trees(
                    "shipped",
                    """
                    rules:
                    - name: Late
                      condition: latencyBurnRate
                      parameters:
                        target: 10s
                        objective: 99
                        minSlowRequests: 10
                        windows:
                        - {long: 1h, short: 5m, burnRate: 14.4}
                      severity: critical
                      labels: {team: search}
                    - name: Broken
                      condition: loadFailure
                      severity: critical
                    """);

    @Test
    void shouldReadEveryField() {
        Rule rule =
                read("""
                defaults: false
                rules:
                - name: Burns
                  condition: availabilityBurnRate
                  parameters:
                    objective: 99.9
                    minFailedRequests: 3
                    windows:
                    - {long: 3d, short: 1h30m, burnRate: 1}
                  match: {namespace: "prod-*", labels: {team: search}, languageModel: false}
                  severity: warning
                  for: 30s
                  keepFiringFor: 2m
                  labels: {team: "search"}
                  summary: "{namespace}/{name}: {finding}"
                  description: "{alert} is {severity}"
                  runbook: https://wiki/burns
                  inhibitedBy: [Broken]
                - name: Broken
                  condition: loadFailure
                  severity: critical
                """)
                        .rules()
                        .getLast();

        assertThat(rule)
                .usingRecursiveComparison()
                .isEqualTo(
                        new Rule(
                                "Burns",
                                new Condition.BurnRate(
                                        new Indicator.Availability(),
                                        0.999,
                                        3,
                                        List.of(
                                                new Condition.Windows(
                                                        Duration.ofDays(3),
                                                        Duration.ofMinutes(90),
                                                        1))),
                                new Match(
                                        Optional.of("prod-*"),
                                        Optional.empty(),
                                        Map.of("team", "search"),
                                        Optional.of(false)),
                                Severity.WARNING,
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                Map.of("team", "search"),
                                new Template("{namespace}/{name}: {finding}"),
                                Optional.of(new Template("{alert} is {severity}")),
                                Optional.of("https://wiki/burns"),
                                java.util.Set.of("Broken")));
    }

    @Test
    void shouldChangeOnlyWhatTheFileGives() {
        RuleSet rules =
                read(
                        """
                        rules:
                        - name: Late
                          parameters: {target: 2s}
                          severity: warning
                        """);

        Rule late = named(rules, "Late");
        assertThat(late.severity()).isEqualTo(Severity.WARNING);
        assertThat(late.labels()).containsExactly(Map.entry("team", "search"));
        Condition.BurnRate burn = (Condition.BurnRate) late.condition();
        assertThat(burn.indicator()).isEqualTo(new Indicator.Latency(Duration.ofSeconds(2)));
        assertThat(burn.objective()).isEqualTo(0.99);
        assertThat(rules.rules()).extracting(Rule::name).containsExactly("Late", "Broken");
    }

    @Test
    void shouldNotKeepParametersOfAnotherCondition() {
        RuleSet rules =
                read(
                        """
                        rules:
                        - name: Late
                          condition: coldStart
                          parameters: {target: 2s, within: 1h}
                        """);

        assertThat(named(rules, "Late").condition())
                .isEqualTo(new Condition.ColdStart(Duration.ofSeconds(2), Duration.ofHours(1)));
        assertThat(named(read("rules: [{name: Late, condition: saturation}]"), "Late").condition())
                .isEqualTo(new Condition.Saturation());
    }

    @Test
    void shouldLeaveOutWhatIsDisabled() {
        assertThat(read("disabled: [Broken]").rules())
                .extracting(Rule::name)
                .containsExactly("Late");
        assertThat(read("").rules()).hasSize(2);
        assertThat(read("defaults: false").rules()).isEmpty();
    }

    @Test
    void shouldPutCausesFirst() {
        RuleSet rules =
                read(
                        """
                        rules:
                        - {name: Late, inhibitedBy: [Broken]}
                        - {name: Broken, inhibitedBy: [Root]}
                        - {name: Root, condition: modelNotReady, severity: critical}
                        """);

        assertThat(rules.rules()).extracting(Rule::name).containsExactly("Root", "Broken", "Late");
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnceByFileRuleAndField() {
        assertThatThrownBy(() ->
                        read(
                                """
                                defaults: perhaps
                                extra: 1
                                disabled: [Nobody]
                                rules:
                                - name: Late
                                  parameters:
                                    target: soon
                                    objective: 100
                                    burst: 3
                                    windows:
                                    - {long: 5m, short: 1h, burnRate: -1}
                                  severity: page
                                  for: -3s
                                  labels: {severity: high, count: 3}
                                  summary: "{value} is too high"
                                  expr: up == 0
                                """))
                .hasMessageContaining("ops.yaml: defaults: found \"perhaps\", write true or false")
                .hasMessageContaining("ops.yaml: extra: there is no such field")
                .hasMessageContaining("ops.yaml: disabled: there is no rule Nobody");
        assertThatThrownBy(() ->
                        read(
                                """
                                rules:
                                - name: Late
                                  parameters:
                                    target: soon
                                    objective: 100
                                    burst: 3
                                    windows:
                                    - {long: 5m, short: 1h, burnRate: -1, factor: 2}
                                  severity: page
                                  for: -3s
                                  labels: {severity: high, count: 3}
                                  summary: "{value} is too high"
                                  expr: up == 0
                                - name: New
                                """))
                .hasMessageContaining(
                        "ops.yaml: rule Late: parameters.target: found \"soon\", write a duration such as 30s, 5m or 3d")
                .hasMessageContaining(
                        "ops.yaml: rule Late: parameters.objective: found 100, a number belongs here that is above 0 and below 100")
                .hasMessageContaining(
                        "ops.yaml: rule Late: parameters.burst: there is no such field")
                .hasMessageContaining(
                        "ops.yaml: rule Late: parameters.windows[0].short: it must be shorter than long")
                .hasMessageContaining("parameters.windows[0].burnRate: found -1")
                .hasMessageContaining("parameters.windows[0].factor: there is no such field")
                .hasMessageContaining("severity: found page, write critical or warning")
                .hasMessageContaining("rule Late: for: found \"-3s\"")
                .hasMessageContaining("labels.severity: every alert has this label already")
                .hasMessageContaining("labels.count: found 3, write it in quotes")
                .hasMessageContaining("summary: there is no variable value")
                .hasMessageContaining("rule Late: expr: there is no such field")
                .hasMessageContaining("rule New: condition: it is missing")
                .hasMessageContaining("rule New: severity: it is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: {name: A} | rules: found {\"name\":\"A\"}, a list belongs here",
                "rules: [{condition: loadFailure}] | rules[0].name: found ",
                "rules: [{name: 'a b'}] | a name of letters, digits and _ belongs here",
                "rules: [3] | rules[0].name",
                "[a] | an object belongs here",
                "a: [ | it is no YAML",
                "rules: [{name: Late}, {name: Late}] | there are two rules Late",
                "rules: [{name: Late, name: Late}] | it is no YAML: Duplicate field",
                "rules: [{name: X, condition: up, severity: warning}] | condition: found up, there are availabilityBurnRate, ",
                "rules: [{name: Late, inhibitedBy: [Late]}] | rule Late: inhibitedBy: Late is inhibited by Late, too",
                "rules: [{name: Late, inhibitedBy: [Broken]}, {name: Broken, inhibitedBy: [Late]}] | Broken is inhibited by Late, too",
                "rules: [{name: Late, inhibitedBy: [Nobody]}] | there is no rule Nobody",
                "rules: [{name: Dead, condition: deadLetters, severity: warning, parameters: {records: 0}}, {name: Late, inhibitedBy: [Dead]}] | Dead is of topics, this rule of services",
                "rules: [{name: Late, parameters: {windows: []}}] | parameters.windows: it is missing",
                "rules: [{name: Late, parameters: 3}] | rule Late: parameters.",
                "rules: [{name: Late, match: {team: search}}] | rule Late: match.team: there is no such field, there are labels, languageModel, name, namespace",
                "rules: [{name: Late, match: {languageModel: maybe}}] | match.languageModel: found \"maybe\", write true or false",
                "rules: [{name: Late, match: {labels: {team: 3}}}] | match.labels.team: found 3, write it in quotes",
                "rules: [{name: Late, match: all}] | rule Late: match.: found \"all\", an object belongs here",
                "rules: [{name: Dead, condition: deadLetters, severity: warning, parameters: {records: 0}, match: {namespace: a}}] | match.namespace: only services have that, and this rule is of topics",
                "rules: [{name: Late, runbook: 3}] | runbook: found 3, a text belongs here",
                "rules: [{name: Dead, condition: deadLetters, severity: warning, parameters: {records: 1.5}}] | whole, and not below 0",
            })
    void shouldRefuse(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(RulesException.class)
                .hasMessageContaining("ops.yaml")
                .hasMessageContaining(problem);
    }

    /// Whatever is in the file, it is rules or it is told what is wrong.
    @Property
    void shouldNeverFailOtherwise(@ForAll String text) {
        Throwable thrown = catchThrowable(() -> read(text));

        assertThat(thrown)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        some -> assertThat(some).isInstanceOf(RulesException.class));
    }

    private static Rule named(RuleSet rules, String name) {
        return rules.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RuleSet read(String yaml) {
        return RuleReader.read("ops.yaml", yaml, DEFAULTS);
    }
}
