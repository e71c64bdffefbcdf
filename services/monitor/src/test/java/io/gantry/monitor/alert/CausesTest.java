package io.gantry.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.monitor.rule.Rule;
import io.gantry.monitor.rule.RuleSet;
import io.gantry.monitor.rule.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// The rules that Gantry comes with, over a service's bad ten minutes, looked at every five
/// seconds.
class CausesTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int STEP = 5;
    private static final int END = 600;
    private static final RuleSet RULES = Rules.shipped();
    private static final Finding BAD = Finding.Firing.of("bad");
    private static final Finding GOOD = new Finding.Clear("good");

    private final Map<AlertId, AlertCase> cases = new HashMap<>();

    /// That no replica is there would be told after five minutes; users see it within one.
    @Test
    void shouldTellOfAnOutageOnceAndByItsCause() {
        assertThat(
                        play(second ->
                                Map.of(
                                        "ModelNotReady", BAD,
                                        "AvailabilityBurnsFast", from(50, second),
                                        "AvailabilityBurnsSlowly", from(50, second),
                                        "LatencyBurnsFast", from(60, second))))
                .containsExactly("50 opened ModelNotReady");
    }

    @Test
    void shouldTellOfSlownessByTheSaturationThatMakesIt() {
        assertThat(
                        play(second ->
                                Map.of(
                                        "ModelSaturated",
                                        BAD,
                                        "LatencyBurnsFast",
                                        from(20, second))))
                .containsExactly("50 opened ModelSaturated");
    }

    /// A replica came back and requests still fail.
    @Test
    void shouldTellWhatUsersSeeOnceTheCauseIsGone() {
        assertThat(
                        play(second ->
                                Map.of(
                                        "ModelNotReady", second < 100 ? BAD : GOOD,
                                        "AvailabilityBurnsFast", from(50, second),
                                        "LatencyBurnsFast", from(50, second))))
                .containsExactly(
                        "50 opened ModelNotReady",
                        "110 resolved ModelNotReady",
                        "110 opened AvailabilityBurnsFast");
    }

    @Test
    void shouldEndWhatWasToldWhenItsCauseIs() {
        List<AlertEvent> events = new ArrayList<>();

        assertThat(
                        play(
                                second ->
                                        Map.of(
                                                "AvailabilityBurnsFast",
                                                BAD,
                                                "ModelNotReady",
                                                from(60, second)),
                                events))
                .containsExactly(
                        "0 opened AvailabilityBurnsFast",
                        "60 opened ModelNotReady",
                        "60 resolved AvailabilityBurnsFast");
        assertThat(events.getLast().summary()).isEqualTo("ModelNotReady is open and explains it");
    }

    @Test
    void shouldNotBeKeptBackByWhatIsOfAnotherRevision() {
        assertThat(
                        play(_ ->
                                Map.of(
                                        "ModelSaturated", Finding.Firing.of("m-00001", "full"),
                                        "LatencyBurnsFast", Finding.Firing.of("m-00002", "slow"))))
                .containsExactly("30 opened LatencyBurnsFast", "300 opened ModelSaturated");
    }

    private static Finding from(int start, int second) {
        return second < start ? GOOD : BAD;
    }

    private List<String> play(IntFunction<Map<String, Finding>> findings) {
        return play(findings, new ArrayList<>());
    }

    /// @param findings by rule and second; what is not given is well
    /// @return what was published when, in words
    private List<String> play(IntFunction<Map<String, Finding>> findings, List<AlertEvent> events) {
        List<String> told = new ArrayList<>();
        Causes causes =
                Causes.of(
                        RULES,
                        id ->
                                cases.containsKey(id)
                                        ? cases.get(id).standing()
                                        : AlertCase.Standing.NONE);
        for (int second = 0; second < END; second += STEP) {
            Instant now = START.plusSeconds(second);
            for (Rule rule : RULES.rules()) {
                AlertId id = new AlertId("default", "m", rule.name());
                Finding found = findings.apply(second).getOrDefault(rule.name(), GOOD);
                for (AlertEvent event :
                        causes.observe(
                                id,
                                rule,
                                causes.explain(rule, id, found),
                                each -> cases.computeIfAbsent(each, AlertCase::new),
                                now)) {
                    events.add(event);
                    told.add("%d %s %s".formatted(second, word(event), event.alert()));
                }
            }
        }
        return told;
    }

    private static String word(AlertEvent event) {
        return switch (event) {
            case AlertOpened _ -> "opened";
            case AlertResolved _ -> "resolved";
            default -> "updated";
        };
    }
}
