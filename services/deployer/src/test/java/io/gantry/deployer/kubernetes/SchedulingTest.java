package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulingTest {

    private static final String NO_GPU =
            "0/5 nodes are available: 1 node(s) had untolerated taint {gpu: }, 4 Insufficient nvidia.com/gpu. preemption: 0/5 nodes are available: 1 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.";

    @Test
    void shouldSayWhatIsMissingAndOnHowManyNodes() {
        Failure failure = Scheduling.failure("a replica", NO_GPU);

        assertThat(failure.reason()).isEqualTo(FailureReason.UNSCHEDULABLE);
        assertThat(failure.message())
                .isEqualTo(
                        "None of 5 nodes takes a replica: 1 node(s) had untolerated taint {gpu: }, 4 Insufficient nvidia.com/gpu");
        assertThat(failure.remedy()).contains("Add nodes with free nvidia.com/gpu");
    }

    @Test
    void shouldNameEachScarceResourceOnce() {
        assertThat(Scheduling.scarce(NO_GPU)).containsExactly("nvidia.com/gpu");
        assertThat(
                        Scheduling.scarce(
                                "0/9 nodes are available: 3 Insufficient cpu, 6 Insufficient nvidia.com/mig-1g.5gb."))
                .containsExactly("cpu", "nvidia.com/mig-1g.5gb");
        assertThat(Scheduling.scarce("0/2 nodes are available: 2 node(s) didn't match")).isEmpty();
    }

    @Test
    void shouldTakeClaimsThatCannotBeAllocatedForScarceDevices() {
        String message =
                "0/5 nodes are available: 1 node(s) had untolerated taint {gpu: }, 4 cannot allocate all claims. still not schedulable, preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.";

        assertThat(Scheduling.scarce(message)).containsExactly(Scheduling.CLAIMED);
        assertThat(Scheduling.isDevice(Scheduling.CLAIMED)).isTrue();
        Failure failure = Scheduling.failure("a replica", message);
        assertThat(failure.message())
                .isEqualTo(
                        "None of 5 nodes takes a replica: 1 node(s) had untolerated taint {gpu: }, 4 cannot allocate all claims");
        assertThat(failure.remedy()).contains("free devices for its resource claims");
    }

    @Test
    void shouldNotTakeOtherTroubleWithClaimsForScarceDevices() {
        assertThat(
                        Scheduling.scarce(
                                "0/2 nodes are available: waiting for resource claim default/gpu to be created. preemption: 0/2 nodes are available: 2 cannot allocate all claims."))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "persistentvolumeclaim \"nope\" not found",
                "pod has unbound immediate PersistentVolumeClaims",
                "2 node(s) didn't match PersistentVolume's node affinity",
                "2 node(s) had volume node affinity conflict",
                "2 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
            })
    void shouldTellAVolumeThatIsNotThere(String why) {
        Failure failure =
                Scheduling.failure(
                        "a replica",
                        "0/2 nodes are available: %s. preemption: 0/2 nodes are available."
                                .formatted(why));

        assertThat(failure.reason()).isEqualTo(FailureReason.VOLUME_UNAVAILABLE);
        assertThat(failure.message()).isEqualTo("A volume of a replica is not there: " + why);
    }

    @Test
    void shouldPassOnWordsThatItDoesNotKnow() {
        assertThat(Scheduling.failure("a replica", "waits for the moon").message())
                .isEqualTo("No node takes a replica: waits for the moon");
    }
}
