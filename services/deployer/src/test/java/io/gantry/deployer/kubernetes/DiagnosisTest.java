package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.deployer.kubernetes.ContainerSighting.End;
import io.gantry.deployer.kubernetes.Diagnosis.Warning;
import io.gantry.deployer.kubernetes.LogTails.Tail;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

    private static final String READY =
            """
            conditions:
              - {type: Ready, status: "True", lastTransitionTime: "2026-11-01T10:00:20Z"}
            containerStatuses:
              - {name: kserve-container, restartCount: 0, state: {running: {startedAt: "2026-11-01T10:00:05Z"}}}
            """;

    @Test
    void shouldFindNothingWrongWithAReadyPod() {
        assertThat(of(READY)).isEmpty();
    }

    @Test
    void shouldFindNothingWrongWithAPodThatStarts() {
        assertThat(
                        of(
                                """
                                conditions:
                                  - {type: PodScheduled, status: "True"}
                                containerStatuses:
                                  - {name: kserve-container, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}
                                """))
                .isEmpty();
    }

    @Test
    void shouldTellAnImageThatCannotBeHad() {
        Failure failure =
                of("""
                containerStatuses:
                  - name: kserve-container
                    restartCount: 0
                    state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "vllm:nope"'}}
                """)
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.IMAGE_PULL_FAILED);
        assertThat(failure.message())
                .contains("vllm:1")
                .contains("Back-off pulling image \"vllm:nope\"");
        assertThat(failure.remedy()).contains("imagePullSecrets");
    }

    @Test
    void shouldTellAnImageThatIsTriedAgainByOneSentence() {
        String tried =
                """
                containerStatuses:
                  - name: kserve-container
                    restartCount: 0
                    state: {waiting: {reason: ErrImagePull, message: "failed to resolve: not found"}}
                """;
        String waiting =
                """
                containerStatuses:
                  - name: kserve-container
                    restartCount: 0
                    state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "vllm:1": ErrImagePull: failed to resolve: not found'}}
                """;

        assertThat(of(waiting)).isEqualTo(of(tried));
        assertThat(of(tried).orElseThrow().message()).endsWith("failed to resolve: not found");
    }

    @Test
    void shouldTellAPodThatNoNodeTakes() {
        Failure failure =
                of("""
                conditions:
                  - {type: PodScheduled, status: "False", reason: Unschedulable, message: "0/1 nodes are available: 1 Insufficient nvidia.com/gpu."}
                """)
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.UNSCHEDULABLE);
        assertThat(failure.message()).contains("a replica, which asks for 2 nvidia.com/gpu");
    }

    @Test
    void shouldTellThatMemoryRanOutAndHowMuchThereWas() {
        Failure failure =
                of("""
                containerStatuses:
                  - name: kserve-container
                    restartCount: 2
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState: {terminated: {reason: OOMKilled, exitCode: 137}}
                """)
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.OUT_OF_MEMORY);
        assertThat(failure.message()).endsWith("its limit of 2Gi, 3 times so far");
        assertThat(failure.remedy()).contains("2.5 times the size");
    }

    /// The loader has a limit of its own, which has nothing to do with the model's size.
    @Test
    void shouldTellThatMemoryOfTheLoaderRanOut() {
        Failure failure =
                of("""
                initContainerStatuses:
                  - name: storage-initializer
                    restartCount: 0
                    state: {terminated: {reason: OOMKilled, exitCode: 137, message: "Pulling\\nhalf"}}
                """)
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.OUT_OF_MEMORY);
        assertThat(failure.message())
                .isEqualTo(
                        "Container storage-initializer of pod llama-predictor-1 was killed as it used more memory than its limit of 1Gi");
        assertThat(failure.remedy())
                .contains("storage-initializer", "initContainers")
                .doesNotContain("2.5");
    }

    @Test
    void shouldTellACrashBeforeReadinessFromOneAfterIt() {
        String crashed =
                """
                containerStatuses:
                  - name: kserve-container
                    restartCount: 1
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState: {terminated: {reason: Error, exitCode: 1, message: "loading\\nno such file: config.json"}}
                """;

        Failure before = of(crashed, false, false, null).orElseThrow();
        Failure after = of(crashed, true, false, null).orElseThrow();

        assertThat(before.reason()).isEqualTo(FailureReason.MODEL_LOAD_FAILED);
        assertThat(before.message()).contains("exit code 1").endsWith("no such file: config.json");
        assertThat(after.reason()).isEqualTo(FailureReason.CRASH_LOOP);
    }

    @Test
    void shouldPassOnWhatTheLoaderSays() {
        Failure failure =
                of("""
                initContainerStatuses:
                  - name: storage-initializer
                    restartCount: 3
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState:
                      terminated:
                        reason: Error
                        exitCode: 4
                        message: |
                          StorageAccessDenied: hf://meta/llama is gated
                          Accept its licence, and give HF_TOKEN.
                """)
                        .orElseThrow();

        assertThat(failure)
                .isEqualTo(
                        Failure.of(
                                FailureReason.STORAGE_ACCESS_DENIED,
                                "hf://meta/llama is gated",
                                "Accept its licence, and give HF_TOKEN."));
    }

    @Test
    void shouldTellWhatAnotherInitContainerSays() {
        Failure failure =
                of("""
                initContainerStatuses:
                  - name: storage-initializer
                    restartCount: 0
                    state: {terminated: {reason: Error, exitCode: 1, message: "Traceback\\nKeyError: 'x'"}}
                """)
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.MODEL_LOAD_FAILED);
        assertThat(failure.message()).endsWith("KeyError: 'x'");
    }

    @Test
    void shouldNotBlameAnInitContainerThatIsTriedAgain() {
        assertThat(
                        of(
                                """
                                initContainerStatuses:
                                  - name: storage-initializer
                                    restartCount: 1
                                    state: {running: {startedAt: "2026-11-01T10:00:05Z"}}
                                    lastState: {terminated: {reason: Error, exitCode: 5}}
                                """))
                .isEmpty();
    }

    @Test
    void shouldTellAMissingSecret() {
        Failure failure =
                of("""
                containerStatuses:
                  - {name: kserve-container, restartCount: 0, state: {waiting: {reason: CreateContainerConfigError, message: 'secret "hf" not found'}}}
                """)
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.CONTAINER_CONFIG_ERROR);
        assertThat(failure.message()).contains("secret \"hf\" not found");
    }

    @Test
    void shouldTellAVolumeThatCannotBeMounted() {
        Failure failure =
                of(
                                """
                                containerStatuses:
                                  - {name: kserve-container, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}
                                """,
                                false,
                                false,
                                new Warning("FailedMount", "persistentvolumeclaim \"m\" not found"))
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.VOLUME_UNAVAILABLE);
    }

    /// By force, by the signal, and in order.
    @ParameterizedTest
    @ValueSource(ints = {137, 143, 0})
    void shouldTellAContainerThatAProbeHasEnded(int exitCode) {
        Failure failure = endedAndRunning(exitCode, "Startup probe failed: timeout").orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.PROBE_FAILED);
        assertThat(failure.message()).contains("Startup probe failed: timeout");
    }

    @ParameterizedTest
    @CsvSource({"1, Liveness probe failed: refused", "137, Readiness probe failed: 503"})
    void shouldNotBlameAProbeForWhatItHasNotEnded(int exitCode, String probe) {
        assertThat(endedAndRunning(exitCode, probe))
                .map(Failure::reason)
                .contains(FailureReason.MODEL_LOAD_FAILED);
    }

    @Test
    void shouldTellAServerThatEndsInOrder() {
        assertThat(
                        of(
                                """
                                containerStatuses:
                                  - name: kserve-container
                                    restartCount: 1
                                    state: {waiting: {reason: CrashLoopBackOff}}
                                    lastState: {terminated: {reason: Completed, exitCode: 0}}
                                """))
                .map(Failure::message)
                .hasValueSatisfying(
                        message -> assertThat(message).contains("ended with exit code 0"));
    }

    /// The kubelet says it in three ways, one after the other.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "state: {waiting: {reason: RunContainerError, message: 'exec nope: not found'}}",
                "state: {terminated: {reason: StartError, exitCode: 128, message: 'exec nope: not found'}}",
                "{state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {reason: StartError, exitCode: 128, message: 'exec nope: not found'}}}",
            })
    void shouldTellACommandThatCannotBeRun(String state) {
        String fields = state.startsWith("{") ? state.substring(1, state.length() - 1) : state;

        Failure failure =
                of("containerStatuses: [{name: kserve-container, restartCount: 2, %s}]"
                                .formatted(fields))
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.CONTAINER_CONFIG_ERROR);
        assertThat(failure.message())
                .isEqualTo("Container kserve-container cannot be started: exec nope: not found");
    }

    private static Optional<Failure> endedAndRunning(int exitCode, String probe) {
        return of(
                """
                containerStatuses:
                  - name: kserve-container
                    restartCount: 1
                    state: {running: {startedAt: "2026-11-01T10:00:05Z"}}
                    lastState: {terminated: {reason: Error, exitCode: %d}}
                """
                        .formatted(exitCode),
                false,
                false,
                new Warning("Unhealthy", probe));
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void shouldTellAPodThatIsNotReadyAnyMoreOrNotInTime(boolean served, boolean overdue) {
        assertThat(notReady(served, overdue))
                .map(Failure::reason)
                .contains(FailureReason.READINESS_TIMEOUT);
    }

    @Test
    void shouldLetAPodStart() {
        assertThat(notReady(false, false)).isEmpty();
    }

    private static Optional<Failure> notReady(boolean served, boolean overdue) {
        return diagnosis(
                        """
                        containerStatuses:
                          - {name: kserve-container, restartCount: 0, state: {running: {startedAt: "2026-11-01T10:00:05Z"}}}
                        """,
                        served,
                        false,
                        overdue,
                        new Warning("Unhealthy", "Readiness probe failed: 503"))
                .failure();
    }

    @Test
    void shouldTellThatTheNodeIsLostBeforeAnythingElse() {
        Failure failure =
                of(
                                """
                                containerStatuses:
                                  - {name: kserve-container, restartCount: 0, state: {waiting: {reason: ImagePullBackOff}}}
                                """,
                                true,
                                true,
                                null)
                        .orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.NODE_LOST);
        assertThat(failure.message()).contains("node-1");
    }

    private static Optional<Failure> of(String status) {
        return of(status, false, false, null);
    }

    private static Optional<Failure> of(
            String status, boolean served, boolean lost, @Nullable Warning warning) {
        return diagnosis(status, served, lost, false, warning).failure();
    }

    private static Diagnosis diagnosis(
            String status,
            boolean served,
            boolean lost,
            boolean overdue,
            @Nullable Warning warning) {
        return new Diagnosis(
                PodSighting.of(pod(status)),
                new NodeDevices(),
                served,
                lost,
                overdue,
                warning == null ? List.of() : List.of(warning),
                container ->
                        Optional.of(
                                new Tail(
                                        Optional.empty(),
                                        Optional.ofNullable(container.ended()).map(End::message))));
    }

    private static Pod pod(String status) {
        return Serialization.unmarshal(
                """
                metadata: {namespace: default, name: llama-predictor-1, uid: u1, creationTimestamp: "2026-11-01T10:00:00Z"}
                spec:
                  nodeName: node-1
                  initContainers:
                    - {name: storage-initializer, image: "gantry/loader:1", resources: {limits: {memory: 1Gi}}}
                  containers:
                    - {name: kserve-container, image: "vllm:1", resources: {limits: {memory: 2Gi, nvidia.com/gpu: "2"}}}
                status:
                %s
                """
                        .formatted(status.indent(2)),
                Pod.class);
    }
}
