package io.gantry.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.LatencyHistogram;
import io.gantry.events.Severity;
import io.gantry.monitor.Settings;
import io.gantry.monitor.slo.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final Failure FAILURE =
            Failure.of(FailureReason.STORAGE_NOT_FOUND, "Nothing is there.", "Put it there.");

    private final TrafficRules traffic =
            new TrafficRules(
                    Settings.defaults().alerts().errorRate(),
                    Settings.defaults().alerts().latencyP99(),
                    Duration.ofSeconds(60));

    @Test
    void shouldFireWhenMoreRequestsFailThanMay() {
        firing(traffic.errorRate(Map.of("m-00001", outcomes(120, 9, 10))))
                .satisfies(found -> {
                    assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
                    assertThat(found.summary())
                            .isEqualTo(
                                    "9 of 120 requests (7.5 %) of the last 60 s were answered 5xx or broken off, more than 5 %");
                });
        clear(traffic.errorRate(Map.of("m-00001", outcomes(100, 5, 10))));
        firing(traffic.errorRate(Map.of("m-00001", outcomes(100, 6, 10))));
    }

    @Test
    void shouldNameTheWorstOfSeveralRevisions() {
        var canary = Map.of("m-00001", outcomes(100, 0, 10), "m-00002", outcomes(100, 90, 20_000));

        firing(traffic.errorRate(canary))
                .extracting(Finding.Firing::summary)
                .asString()
                .endsWith("worst is revision m-00002");
        firing(traffic.latency(canary))
                .extracting(Finding.Firing::summary)
                .asString()
                .endsWith("worst is revision m-00002");
    }

    @Test
    void shouldNotJudgeAHandfulOfRequestsNorNone() {
        clear(traffic.errorRate(Map.of("m-00001", outcomes(19, 19, 20_000))))
                .extracting(Finding.Clear::summary)
                .asString()
                .contains("Only 19 requests");
        firing(traffic.errorRate(Map.of("m-00001", outcomes(20, 20, 20_000))));
        clear(traffic.latency(Map.of("m-00001", outcomes(19, 0, 20_000))));
        clear(traffic.errorRate(Map.of()));
        clear(traffic.latency(Map.of()));
    }

    @Test
    void shouldFireWhenOneOfAHundredTakesTooLong() {
        firing(traffic.latency(Map.of("m-00001", outcomes(100, 0, 12_000))))
                .satisfies(found -> {
                    assertThat(found.severity()).isEqualTo(Severity.WARNING);
                    assertThat(found.summary())
                            .contains("The 99th percentile of 100 requests", "more than 10 s");
                });
        clear(traffic.latency(Map.of("m-00001", outcomes(100, 0, 9_000))));
    }

    @Test
    void shouldFireWhenAWantedRevisionHasNoReplica() {
        List<RevisionHealth> missing = List.of(revision("m-00001", 2, 0, false));

        firing(ModelRules.notReady(missing, () -> false))
                .isEqualTo(
                        new Finding.Firing(
                                Severity.CRITICAL, "No replica is ready of m-00001 (0 of 2)"));
        firing(ModelRules.notReady(missing, () -> true))
                .extracting(Finding.Firing::severity)
                .isEqualTo(Severity.WARNING);
    }

    @Test
    void shouldNotMissWhatIsScaledToZero() {
        clear(ModelRules.notReady(List.of(revision("m-00001", 0, 0, false)), () -> false));
        clear(ModelRules.notReady(List.of(revision("m-00001", 2, 1, false)), () -> true));
        clear(ModelRules.notReady(List.of(), () -> false));
    }

    @Test
    void shouldFireWhileARevisionDoesNotLoad() {
        firing(ModelRules.loadFailed(List.of(revision("m-00001", 1, 0, true))))
                .extracting(Finding.Firing::summary)
                .isEqualTo("Revision m-00001 does not load: Nothing is there. Put it there.");
        clear(ModelRules.loadFailed(List.of(revision("m-00001", 1, 1, true))));
        clear(ModelRules.loadFailed(List.of(revision("m-00001", 0, 0, false))));
    }

    /// A replica that is started again has not failed again yet, and has not worked yet either.
    @Test
    void shouldWaitForWhatIsTriedAgain() {
        assertThat(ModelRules.loadFailed(List.of(revision("m-00001", 1, 0, false))))
                .isInstanceOf(Finding.Unclear.class);
    }

    private static ObjectAssert<Finding.Firing> firing(Finding finding) {
        return assertThat(finding).asInstanceOf(type(Finding.Firing.class));
    }

    private static ObjectAssert<Finding.Clear> clear(Finding finding) {
        return assertThat(finding).asInstanceOf(type(Finding.Clear.class));
    }

    private static RevisionHealth revision(String name, int desired, int ready, boolean failed) {
        return new RevisionHealth(
                name, desired, ready, failed ? Optional.of(FAILURE) : Optional.empty());
    }

    /// @param slowest one in twenty took so many milliseconds, the others 10
    private static Outcomes outcomes(int requests, int errors, double slowest) {
        LatencyHistogram latency = LatencyHistogram.EMPTY;
        for (int i = 0; i < requests; i++) {
            latency = latency.plusMillis(i % 20 == 0 ? slowest : 10);
        }
        return new Outcomes(requests, errors, latency);
    }
}
