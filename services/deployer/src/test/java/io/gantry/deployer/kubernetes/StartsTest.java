package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.gantry.deployer.kubernetes.Starts.Start;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A pod was created at second 0. Its image and its model took until second 60.
class StartsTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final Starts starts = new Starts();

    @Test
    void shouldTellHowLongAPodAndItsProcessTook() {
        assertThat(saw(pod(null, 0, false, 0))).isEqualTo(new Start(false, null, null));
        assertThat(saw(pod(60, 0, false, 0))).isEqualTo(new Start(false, null, null));

        assertThat(saw(pod(60, 0, true, 90))).isEqualTo(new Start(true, 30_000L, 90_000L));
    }

    /// The condition has the time of the last change: it is no start that the pod is ready again.
    @Test
    void shouldKeepTheFirstReadinessOfAPodThatWasUnreadyInBetween() {
        saw(pod(60, 0, false, 0));
        Start first = saw(pod(60, 0, true, 90));

        assertThat(saw(pod(60, 0, false, 4_000))).isEqualTo(first);
        assertThat(saw(pod(60, 0, true, 4_100))).isEqualTo(first);
    }

    @Test
    void shouldMeasureAProcessThatWasStartedAgainAnewAndThePodOnce() {
        saw(pod(60, 0, false, 0));
        saw(pod(60, 0, true, 90));

        assertThat(saw(pod(null, 0, false, 4_000)).millis()).isNull();
        assertThat(saw(pod(4_010, 1, false, 4_000)).millis()).isNull();

        assertThat(saw(pod(4_010, 1, true, 4_030))).isEqualTo(new Start(true, 20_000L, 90_000L));
    }

    /// A kubelet may tell of the new process before it tells that the pod is not ready.
    @Test
    void shouldNotTakeTheReadinessOfAnEarlierProcessForThatOfTheNext() {
        saw(pod(60, 0, false, 0));
        saw(pod(60, 0, true, 90));

        assertThat(saw(pod(4_010, 1, true, 90)).millis()).isNull();
    }

    /// So it is after a start of the deployer.
    @Test
    void shouldNotTellAnythingOfAPodThatWasReadyWhenItWasSeenFirst() {
        assertThat(saw(pod(60, 0, true, 4_100))).isEqualTo(new Start(true, null, null));
        saw(pod(60, 0, false, 5_000));

        assertThat(saw(pod(60, 0, true, 5_100))).isEqualTo(new Start(true, null, null));
    }

    @Test
    void shouldNotTellAnythingOfAPodThatWasReadyBeforeItWasSeenFirst() {
        saw(pod(60, 0, false, 4_000));

        assertThat(saw(pod(60, 0, true, 4_100))).isEqualTo(new Start(true, null, null));
    }

    @Test
    void shouldMeasureOnlyTheProcessOfAPodThatWasStartedAgainBeforeItWasSeenFirst() {
        saw(pod(4_010, 1, false, 4_000));

        assertThat(saw(pod(4_010, 1, true, 4_030))).isEqualTo(new Start(true, 20_000L, null));
    }

    @Test
    void shouldForgetAPodThatIsGone() {
        saw(pod(60, 0, false, 0));
        PodSighting ready = pod(60, 0, true, 90);
        saw(ready);

        starts.gone("uid");

        assertThat(starts.of(ready)).isEqualTo(new Start(false, null, null));
    }

    private Start saw(PodSighting pod) {
        starts.saw(pod);
        return starts.of(pod);
    }

    /// @param begun second in which the process was started; null while none runs
    /// @param since second of the last change of readiness
    private static PodSighting pod(
            @Nullable Integer begun, int restarts, boolean ready, int since) {
        PodBuilder pod =
                new PodBuilder()
                        .withNewMetadata()
                        .withName("p")
                        .withNamespace("default")
                        .withUid("uid")
                        .withCreationTimestamp(CREATED.toString())
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .withLastTransitionTime(CREATED.plusSeconds(since).toString())
                        .endCondition()
                        .addNewContainerStatus()
                        .withName("kserve-container")
                        .withRestartCount(restarts)
                        .withNewState()
                        .endState()
                        .endContainerStatus()
                        .endStatus();
        return PodSighting.of(begun == null ? pod.build() : running(pod, begun).build());
    }

    private static PodBuilder running(PodBuilder pod, int begun) {
        return pod.editStatus()
                .editFirstContainerStatus()
                .editState()
                .withNewRunning()
                .withStartedAt(CREATED.plusSeconds(begun).toString())
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus();
    }
}
