package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulingTest {

    private static final String NO_GPU =
            "0/5 nodes are available: 1 node(s) had untolerated taint {gpu: }, 4 Insufficient nvidia.com/gpu. preemption: 0/5 nodes are available: 1 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.";

    @Test
    void shouldSayWhatIsMissingAndOnHowManyNodes() {
        Failure failure = failure(NO_GPU);

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
        Failure failure = failure(message);
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
                failure(
                        "0/2 nodes are available: %s. preemption: 0/2 nodes are available."
                                .formatted(why));

        assertThat(failure.reason()).isEqualTo(FailureReason.VOLUME_UNAVAILABLE);
        assertThat(failure.message()).isEqualTo("A volume of a replica is not there: " + why);
    }

    @Test
    void shouldSayHowManyDevicesAreMissingWhereTheFewestAre() {
        NodeDevices nodes = new NodeDevices();
        nodes.saw(node("gpu-1", 4, false));
        nodes.saw(node("gpu-7", 4, false));
        nodes.saw(node("closed", 8, true));
        nodes.saw(pod("p1", "gpu-1", 3));
        nodes.saw(pod("p2", "gpu-7", 2));

        assertThat(failure(4, nodes))
                .endsWith(
                        "4 Insufficient nvidia.com/gpu. It needs 4 nvidia.com/gpu on one node; the most free on one is 2 (gpu-7), short by 2");

        nodes.gone("p1");
        assertThat(failure(4, nodes))
                .as("the scheduler knows of others' pods, and of rules")
                .endsWith("4 Insufficient nvidia.com/gpu");
        assertThat(failure(8, nodes)).endsWith("the most free on one is 4 (gpu-1), short by 4");

        nodes.gone(node("gpu-1", 4, false));
        nodes.gone(node("gpu-7", 4, false));
        assertThat(failure(4, nodes)).endsWith("No node that takes pods has any nvidia.com/gpu");
    }

    @Test
    void shouldCountAPodWhereItIs() {
        NodeDevices nodes = new NodeDevices();
        nodes.saw(node("gpu-1", 4, false));

        nodes.saw(pod("p", null, 3));
        assertThat(nodes.most("nvidia.com/gpu")).contains(new NodeDevices.Free("gpu-1", 4));
        nodes.saw(pod("p", "gpu-1", 3));
        nodes.saw(pod("p", "gpu-1", 3));
        assertThat(nodes.most("nvidia.com/gpu")).contains(new NodeDevices.Free("gpu-1", 1));
        nodes.saw(pod("q", "gpu-1", 3));
        assertThat(nodes.most("nvidia.com/gpu")).contains(new NodeDevices.Free("gpu-1", 0));
    }

    @Test
    void shouldCountWhatContainersAskForTogether() {
        Pod pod =
                Serialization.unmarshal(
                        """
                        metadata: {namespace: ml, name: p, uid: p}
                        spec:
                          initContainers:
                            - {name: a, resources: {limits: {nvidia.com/gpu: "1", example.com/x: "2"}}}
                          containers:
                            - {name: b, resources: {limits: {nvidia.com/gpu: "2", cpu: "4"}}}
                            - {name: c, resources: {limits: {nvidia.com/gpu: "1"}}}
                            - {name: d}
                        """,
                        Pod.class);

        assertThat(NodeDevices.of(pod))
                .isEqualTo(Map.of("nvidia.com/gpu", 3L, "example.com/x", 2L));
    }

    private static Failure failure(String message) {
        return Scheduling.failure("a replica", message, Map.of(), new NodeDevices());
    }

    private static String failure(long wanted, NodeDevices nodes) {
        return Scheduling.failure("a replica", NO_GPU, Map.of("nvidia.com/gpu", wanted), nodes)
                .message();
    }

    private static Node node(String name, int gpus, boolean closed) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(closed)
                .endSpec()
                .withNewStatus()
                .addToAllocatable("nvidia.com/gpu", Quantity.parse(Integer.toString(gpus)))
                .addToAllocatable("cpu", Quantity.parse("32"))
                .endStatus()
                .build();
    }

    private static PodSighting pod(String uid, @Nullable String node, int gpus) {
        return PodSighting.of(
                new PodBuilder()
                        .withNewMetadata()
                        .withName(uid)
                        .withNamespace("ml")
                        .withUid(uid)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .addNewContainer()
                        .withName("kserve-container")
                        .withNewResources()
                        .addToLimits("nvidia.com/gpu", Quantity.parse(Integer.toString(gpus)))
                        .endResources()
                        .endContainer()
                        .endSpec()
                        .build());
    }

    @Test
    void shouldPassOnWordsThatItDoesNotKnow() {
        assertThat(failure("waits for the moon").message())
                .isEqualTo("No node takes a replica: waits for the moon");
    }
}
