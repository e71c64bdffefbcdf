package io.gantry.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.monitor.fleet.ReplicaHistory;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.rule.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaFindingsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final RevisionId REVISION = new RevisionId("default", "m", "m-00001");
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final Condition.CrashLoop CRASHES = new Condition.CrashLoop(3, MEMORY);
    private static final Condition.ColdStart STARTS =
            new Condition.ColdStart(Duration.ofSeconds(30), MEMORY);
    private static final Condition.GpuOutOfMemory GPU = new Condition.GpuOutOfMemory(MEMORY);

    private final ReplicaHistory history = new ReplicaHistory();

    @BeforeEach
    void watch() {
        history.keep(MEMORY, START);
    }

    @Test
    void shouldFireWhenReplicasEndAgainAndAgain() {
        for (int i = 0; i < 2; i++) {
            observe(100 * i, crash("It ended."));
            observe(100 * i + 50, null);
        }
        assertThat(at(160).crashLoop(CRASHES)).isInstanceOf(Finding.Unclear.class);

        observe(200, crash("It ended."));
        observe(201, crash("It ended."));

        assertThat(at(202).crashLoop(CRASHES))
                .isEqualTo(
                        new Finding.Firing(
                                "Replicas of m-00001 ended 3 times within 10m, the last time: It ended. Read its log.",
                                Map.of("revision", "m-00001", "reason", "CrashLoop"),
                                "m-00001"));
        assertThat(at(601).crashLoop(CRASHES)).isInstanceOf(Finding.Clear.class);
    }

    /// On Kubernetes the failure stands while the container is started again, and counts its ends.
    @Test
    void shouldCountEndsThatTheFailureItselfCounts() {
        observe(0, crash("It ended."));
        observe(10, crash("It ended, 2 times so far."));
        observe(20, crash("It ended, 3 times so far."));

        assertThat(at(30).crashLoop(CRASHES)).isInstanceOf(Finding.Firing.class);
    }

    /// What stood on the topics when the monitor started may have happened whenever.
    @Test
    void shouldNotCountWhatHappenedBefore() {
        for (int i = 0; i < 4; i++) {
            history.observed(seen(i, 40_000L + i, crash("It ended " + i)), false, START);
        }
        observe(1, null, 40_003L);

        assertThat(at(2).crashLoop(CRASHES)).isInstanceOf(Finding.Unclear.class);
        assertThat(at(2).coldStart(STARTS)).isInstanceOf(Finding.Unclear.class);
        assertThat(at(600).coldStart(STARTS)).isInstanceOf(Finding.Clear.class);
    }

    @Test
    void shouldFireWhenAReplicaTookTooLongToGetReady() {
        observe(0, null, 29_000L);
        assertThat(at(1).coldStart(STARTS)).isInstanceOf(Finding.Unclear.class);

        observe(2, null, 29_000L, 31_500L);
        observe(3, null, 29_000L, 31_500L);

        assertThat(at(4).coldStart(STARTS))
                .isEqualTo(
                        Finding.Firing.of(
                                "m-00001",
                                "A replica of m-00001 took 31.5 s to get ready, more than 30 s"));
        assertThat(at(601).coldStart(STARTS)).isInstanceOf(Finding.Firing.class);
        assertThat(at(603).coldStart(STARTS)).isInstanceOf(Finding.Clear.class);
    }

    /// A pod that waited for a node and an image counts with that, however fast its process was.
    @Test
    void shouldCountWhatAReplicaHadToWaitFor() {
        PredictorObserved seen =
                new PredictorObserved(
                        "default",
                        "m",
                        "m-00001",
                        1,
                        PredictorObserved.Phase.READY,
                        1,
                        List.of(
                                new Endpoint(
                                        "r1", "h", 1, "n", true, 9_000L, null, null, null,
                                        45_000L)),
                        "onnx",
                        null);
        history.observed(seen, true, START);

        assertThat(at(1).coldStart(STARTS))
                .isEqualTo(
                        Finding.Firing.of(
                                "m-00001",
                                "A replica of m-00001 took 45 s to get ready, more than 30 s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB",
                "ggml_cuda: cudaMalloc failed: out of memory",
                "RuntimeError: HIP out of memory.",
                "ValueError: Free memory on device (3/24 GiB) on startup is less than desired GPU memory utilization (0.9)"
            })
    void shouldFireWhenAGpuHasNoRoom(String log) {
        observe(0, new Failure(FailureReason.MODEL_LOAD_FAILED, "It ended.", "Read its log.", log));

        assertThat(at(1).gpuOutOfMemory(GPU, Map.of()))
                .isEqualTo(
                        new Finding.Firing(
                                "A replica of m-00001 ran out of the memory of its GPU: It ended. Read its log.",
                                Map.of("revision", "m-00001"),
                                "m-00001"));
        assertThat(at(600).gpuOutOfMemory(GPU, Map.of())).isInstanceOf(Finding.Clear.class);
    }

    @Test
    void shouldKnowAGpuWithoutRoomThatWasSoBefore() {
        Failure standing =
                new Failure(
                        FailureReason.OUT_OF_MEMORY, "It ended.", "Help.", "CUDA out of memory");

        assertThat(at(1).gpuOutOfMemory(GPU, Map.of("m-00001", standing)))
                .isInstanceOf(Finding.Firing.class);
    }

    /// A container that was killed for its memory has a GPU that is well.
    @Test
    void shouldNotTakeAMachinesMemoryForAGpus() {
        observe(
                0,
                new Failure(
                        FailureReason.OUT_OF_MEMORY,
                        "It was killed as it used more memory than its limit of 2Gi",
                        "Raise it.",
                        "MemoryError"));

        assertThat(at(1).gpuOutOfMemory(GPU, Map.of())).isInstanceOf(Finding.Unclear.class);
    }

    private ReplicaFindings at(int second) {
        Instant now = START.plusSeconds(second);
        history.keep(MEMORY, now);
        return new ReplicaFindings(history, List.of(REVISION), now);
    }

    private void observe(int second, @Nullable Failure failure, Long... starts) {
        history.observed(seen(second, 0, failure, starts), true, START.plusSeconds(second));
    }

    private static PredictorObserved seen(
            long generation, long start, @Nullable Failure failure, Long... starts) {
        Long[] all = start == 0 ? starts : new Long[] {start};
        return new PredictorObserved(
                "default",
                "m",
                "m-00001",
                generation,
                PredictorObserved.Phase.READY,
                1,
                IntStream.range(0, all.length)
                        .mapToObj(i -> new Endpoint("r" + all[i], "h", 1, "n", true, all[i]))
                        .toList(),
                "onnx",
                failure);
    }

    private static Failure crash(String message) {
        return Failure.of(FailureReason.CRASH_LOOP, message, "Read its log.");
    }
}
