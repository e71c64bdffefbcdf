package io.gantry.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.monitor.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFileTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    @TempDir Path directory;

    @Test
    void shouldComeWithRulesThatAreInForceWithoutAFile() {
        RuleSet rules = new RuleFile(Settings.defaults(), metrics).current();

        assertThat(rules.rules())
                .hasSizeGreaterThan(10)
                .allSatisfy(rule ->
                        assertThat(rule.runbook())
                                .contains("docs/runbooks/%s.md".formatted(rule.name())));
        assertThat(refused()).isZero();
    }

    /// Who reads an alert on a phone has no checkout of this repository.
    @Test
    void shouldLeadToRunbooksOnTheWeb() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("rules.yaml"),
                        "rules: [{name: DeadLetters, runbook: 'https://wiki/dead'}]");
        for (String base : List.of("https://git.example/main", "https://git.example/main/")) {
            RuleFile rules =
                    new RuleFile(
                            Settings.with(
                                    Map.of(
                                            "gantry.monitor.alerts.rules",
                                            file.toString(),
                                            "gantry.monitor.alerts.runbook-base",
                                            base)),
                            new SimpleMeterRegistry());

            assertThat(runbook(rules, "ModelNotReady"))
                    .contains("https://git.example/main/docs/runbooks/ModelNotReady.md");
            assertThat(runbook(rules, "DeadLetters")).contains("https://wiki/dead");
        }
    }

    private static Optional<String> runbook(RuleFile rules, String name) {
        return rules.current().rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .flatMap(Rule::runbook);
    }

    /// Every condition that there is is looked for by default.
    @Test
    void shouldUseEveryConditionByDefault() {
        Set<Class<?>> used =
                new RuleFile(Settings.defaults(), metrics)
                        .current().rules().stream()
                                .map(rule -> rule.condition().getClass())
                                .collect(Collectors.toSet());

        assertThat(used).hasSize(12);
    }

    @Test
    void shouldFollowTheFileAndKeepTheLastGoodRules() throws IOException {
        // Given rules of an operator
        Path file = directory.resolve("rules.yaml");
        Files.writeString(file, "disabled: [DeadLetters]");
        RuleFile rules =
                new RuleFile(
                        Settings.with(Map.of("gantry.monitor.alerts.rules", file.toString())),
                        metrics);
        assertThat(names(rules)).doesNotContain("DeadLetters").contains("ModelNotReady");

        // When the file is spoiled
        Files.writeString(file, "disabled: [Deadletters]");

        // Then the rules stay, and a metric says so
        assertThat(names(rules)).doesNotContain("DeadLetters").contains("ModelNotReady");
        assertThat(refused()).isEqualTo(1);

        // When it goes away
        Files.delete(file);
        assertThat(names(rules)).doesNotContain("DeadLetters");
        assertThat(refused()).isEqualTo(1);

        // When it is right again
        Files.writeString(file, "disabled: [ModelNotReady]");
        assertThat(names(rules)).contains("DeadLetters").doesNotContain("ModelNotReady");
        assertThat(refused()).isZero();
    }

    @Test
    void shouldStartWithTheShippedRulesWhenTheFileIsWrong() throws IOException {
        Path file = Files.writeString(directory.resolve("rules.yaml"), "rules: 3");
        RuleFile rules =
                new RuleFile(
                        Settings.with(Map.of("gantry.monitor.alerts.rules", file.toString())),
                        metrics);

        assertThat(names(rules)).contains("ModelLoadFailed");
        assertThat(refused()).isEqualTo(1);
    }

    private double refused() {
        return metrics.get("gantry.monitor.alert.rules.refused").gauge().value();
    }

    private static Set<String> names(RuleFile file) {
        return file.current().rules().stream().map(Rule::name).collect(Collectors.toSet());
    }
}
