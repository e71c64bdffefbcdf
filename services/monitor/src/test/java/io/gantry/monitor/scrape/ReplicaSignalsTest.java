package io.gantry.monitor.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.autoscale.llm.LlmSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicaSignalsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private final ReplicaSignals signals = new ReplicaSignals(Duration.ofSeconds(15));

    @Test
    void shouldReadVllmUnderItsNewAndItsFormerNames() {
        String text =
                """
                vllm:num_requests_running{model_name="m",engine="0"} 3.0
                vllm:num_requests_running{model_name="m",engine="1"} 2.0
                vllm:num_requests_waiting{model_name="m",engine="0"} 1.0
                vllm:%s{model_name="m",engine="0"} 0.25
                vllm:%s{model_name="m",engine="1"} 0.5
                vllm:prompt_tokens_total{model_name="m"} 1000.0
                vllm:generation_tokens_total{model_name="m"} 200.0
                vllm:prefix_cache_hits_total{model_name="m"} 700.0
                vllm:time_to_first_token_seconds_sum{model_name="m"} 4.5
                vllm:time_to_first_token_seconds_count{model_name="m"} 9.0
                vllm:time_to_first_token_seconds_bucket{model_name="m",le="+Inf"} 9.0
                """;
        for (String kv : List.of("kv_cache_usage_perc", "gpu_cache_usage_perc")) {
            assertThat(ReplicaFigures.of(text.replace("%s", kv), Set.of()).llm())
                    .contains(new ReplicaFigures.Llm(5, 1, 0.5, 1200, 9, 4.5, 700));
        }
    }

    @Test
    void shouldTakeAReplicaWithoutThemForNoLanguageModel() {
        ReplicaFigures figures =
                ReplicaFigures.of(
                        "jobs_open{kind=\"a\"} 3\njobs_open{kind=\"b\"} 4\n",
                        Set.of("jobs_open", "absent"));

        assertThat(figures.llm()).isEmpty();
        assertThat(figures.named()).isEqualTo(Map.of("jobs_open", 7.0));
        assertThat(ReplicaFigures.of("up 1", Set.of("absent")).useful()).isFalse();
    }

    @Test
    void shouldAddUpWhatReplicasDidSinceTheyWereFirstAsked() {
        accept("a", 0, 1, 10_000);
        accept("b", 0, 2, 500);
        accept("a", 2, 4, 10_300);
        // Started anew: what it did since its start is all there is to know.
        accept("b", 2, 3, 40);

        LlmSignals read = read(2, "a", "b");
        assertThat(read.done().tokens()).isEqualTo(340);
        assertThat(read.running()).isEqualTo(7);
        assertThat(read.unknown()).isZero();

        signals.keep(Set.of("a"));
        assertThat(read(2, "a").done().tokens()).isEqualTo(340);
        assertThat(read(2, "a").running()).isEqualTo(4);
    }

    /// Missing is not zero.
    @Test
    void shouldHoldTheLastFiguresForAWhileAndThenKnowNothing() {
        accept("a", 0, 4, 100);
        accept("b", 0, 5, 100);
        accept("a", 14, 4, 200);

        assertThat(read(15, "a", "b").running()).isEqualTo(9);
        assertThat(read(15, "a", "b").unknown()).isZero();
        assertThat(read(16, "a", "b").running()).isEqualTo(4);
        assertThat(read(16, "a", "b").unknown()).isEqualTo(1);
        assertThat(read(60, "a", "b").unknown()).isEqualTo(2);
        assertThat(read(60, "a", "b", "new").unknown()).isEqualTo(3);
    }

    @Test
    void shouldTellNamedMetricsOfTheReplicasThatHaveThem() {
        Set<String> names = Set.of("jobs_open", "workers");
        signals.accept("a", ReplicaFigures.of("jobs_open 6\nworkers 2", names), START);
        signals.accept("b", ReplicaFigures.of("jobs_open 7", names), START);

        PodReading read = signals.read(List.of("a", "b", "c"), START);

        assertThat(read.named().get("jobs_open")).containsExactlyInAnyOrder(6.0, 7.0);
        assertThat(read.named().get("workers")).containsExactly(2.0);
        assertThat(read.llm()).isEmpty();
    }

    /// A replica whose cache was never of use goes first, then one with little to do.
    @Test
    void shouldOrderReplicasByHowMuchWouldBeLostWithThem() {
        warm("warm", 1, 900);
        warm("busy", 5, 10);
        warm("idle", 1, 10);
        warm("new", 9, 0);
        signals.accept("other", ReplicaFigures.of("up 1", Set.of()), START);
        List<String> ready = List.of("warm", "busy", "idle", "new", "other", "unknown");

        assertThat(signals.read(ready, START).coldestFirst())
                .containsExactly("new", "idle", "busy", "warm");
        assertThat(signals.read(ready, START.plusSeconds(16)).coldestFirst()).isEmpty();
    }

    /// Warm once is not warm now, and what was started anew is cold.
    @Test
    void shouldGoByHowMuchCachesWereOfUseOfLate() {
        int[] old = {90_000, 90_000, 90_001};
        int[] young = {0, 400, 900};
        int[] restarted = {70_000, 20, 30};
        for (int minute = 0; minute < 3; minute++) {
            Instant now = START.plusSeconds(60L * minute);
            warm("old", 1, old[minute], now);
            warm("young", 1, young[minute], now);
            warm("restarted", 1, restarted[minute], now);
        }

        assertThat(coldestFirst(START.plusSeconds(120)))
                .containsExactly("old", "restarted", "young");

        // When nobody comes any more, then what it was of use since its start tells
        for (int second = 120; second <= 480; second += 10) {
            Instant now = START.plusSeconds(second);
            warm("old", 1, 90_001, now);
            warm("young", 1, 900, now);
            warm("restarted", 1, 30, now);
        }
        assertThat(coldestFirst(START.plusSeconds(480)))
                .containsExactly("restarted", "young", "old");
    }

    private List<String> coldestFirst(Instant now) {
        return signals.read(List.of("old", "young", "restarted"), now).coldestFirst();
    }

    private void warm(String replica, int running, int cacheHits) {
        warm(replica, running, cacheHits, START);
    }

    private void warm(String replica, int running, int cacheHits, Instant now) {
        signals.accept(
                replica,
                ReplicaFigures.of(
                        """
                        vllm:num_requests_running %d
                        vllm:num_requests_waiting 0
                        vllm:prefix_cache_hits_total %d
                        """
                                .formatted(running, cacheHits),
                        Set.of()),
                now);
    }

    private LlmSignals read(int second, String... ready) {
        return signals.read(List.of(ready), START.plusSeconds(second)).llm().orElseThrow();
    }

    private void accept(String replica, int second, double running, double tokens) {
        signals.accept(
                replica,
                new ReplicaFigures(
                        Optional.of(new ReplicaFigures.Llm(running, 0, 0.1, tokens, 1, 1, 0)),
                        Map.of()),
                START.plusSeconds(second));
    }
}
