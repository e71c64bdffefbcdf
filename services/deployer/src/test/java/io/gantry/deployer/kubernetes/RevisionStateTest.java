package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Progress;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RevisionStateTest {

    private static final PredictorKey KEY = new PredictorKey("ml", "iris", "iris-00001");

    private static final String READY =
            """
            phase: Running
            podIP: 10.0.0.1
            conditions:
              - {type: Ready, status: "True", lastTransitionTime: "2026-11-01T10:00:20Z"}
            """;

    private static final String KILLED =
            """
            phase: Running
            containerStatuses:
              - name: kserve-container
                restartCount: 2
                state: {waiting: {reason: CrashLoopBackOff}}
                lastState: {terminated: {reason: OOMKilled, exitCode: 137}}
            """;

    private static final String EVICTED = "{phase: Failed, reason: Evicted}";

    private static final String WAITING =
            """
            phase: Pending
            conditions:
              - {type: PodScheduled, status: "False", reason: Unschedulable, message: "0/1 nodes are available: 1 Insufficient nvidia.com/gpu."}
            """;

    @Test
    void shouldTellWhyOtherReplicasThanTheReadyOneAreNot() {
        PredictorState state = state(set(5, ""), READY, KILLED, KILLED, KILLED, KILLED);

        assertThat(state.ready()).isEqualTo(1);
        assertThat(state.failure())
                .extracting(Failure::reason)
                .isEqualTo(FailureReason.OUT_OF_MEMORY);
    }

    @Test
    void shouldTellThatAReplicaMoreFindsNoDevices() {
        assertThat(state(set(2, ""), READY, WAITING).failure())
                .extracting(Failure::reason)
                .isEqualTo(FailureReason.UNSCHEDULABLE);
    }

    @Test
    void shouldTellThatAQuotaAllowsNoMore() {
        String refused =
                """
                conditions:
                  - {type: ReplicaFailure, status: "True", message: "pods \\"x\\" is forbidden: exceeded quota: gpus"}
                """;

        assertThat(state(set(3, refused), READY, READY).failure())
                .extracting(Failure::reason)
                .isEqualTo(FailureReason.QUOTA_EXCEEDED);
    }

    /// New pods run and do not get ready, which is no failure by itself: a server may take long.
    @Test
    void shouldTellThatNewPodsDoNotReplaceTheReadyOnes() {
        String stuck =
                """
                conditions:
                  - {type: Progressing, status: "False", message: "ReplicaSet has timed out progressing."}
                """;
        PredictorState state = state(set(1, stuck), READY, "phase: Running");

        assertThat(state.failure())
                .isNotNull()
                .satisfies(failure -> {
                    assertThat(failure.reason()).isEqualTo(FailureReason.READINESS_TIMEOUT);
                    assertThat(failure.message()).endsWith("has timed out progressing.");
                });
        assertThat(state.progress()).isInstanceOf(Progress.Ongoing.class);
    }

    /// Kubernetes keeps pods that have failed.
    @Test
    void shouldTellOfAPodThatWasEvictedUntilAnotherHasItsPlace() {
        assertThat(state(set(2, ""), READY, EVICTED).failure())
                .extracting(Failure::reason)
                .isEqualTo(FailureReason.CRASH_LOOP);

        assertThat(state(set(2, ""), READY, EVICTED, "phase: Running").failure()).isNull();
    }

    @Test
    void shouldTellNothingOfReplicasThatAreReady() {
        assertThat(state(set(2, ""), READY, READY).failure()).isNull();
    }

    private static PredictorState state(SetSighting set, String... pods) {
        Map<String, PodSighting> seen =
                Stream.of(pods)
                        .map(new Numbered()::pod)
                        .collect(Collectors.toMap(PodSighting::uid, Function.identity()));
        return new RevisionState(
                        KEY,
                        new Sightings.OfRevision(set, seen),
                        pod -> new PodReplica(pod, new Starts.Start(true, null, null), false),
                        pod ->
                                new Diagnosis(
                                        pod,
                                        new NodeDevices(),
                                        false,
                                        false,
                                        false,
                                        List.of(),
                                        _ -> Optional.empty()),
                        null,
                        Set.of(),
                        List.of(),
                        Duration.ofMinutes(1),
                        Instant.parse("2026-11-01T11:00:00Z"))
                .state();
    }

    private static final class Numbered {

        private int last;

        PodSighting pod(String status) {
            last++;
            return PodSighting.of(
                    Serialization.unmarshal(
                            """
                            metadata: {namespace: ml, name: iris-%d, uid: u%d, creationTimestamp: "2026-11-01T10:00:00Z"}
                            spec:
                              nodeName: node-1
                              containers: [{name: kserve-container, image: "vllm:1"}]
                            status:
                            %s
                            """
                                    .formatted(last, last, status.indent(2)),
                            Pod.class));
        }
    }

    private static SetSighting set(int replicas, String status) {
        return SetSighting.of(
                KEY,
                Serialization.unmarshal(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {namespace: ml, name: iris-predictor, uid: u0, resourceVersion: "1"}
                        spec:
                          replicas: %d
                          template:
                            spec:
                              containers: [{name: kserve-container, image: "vllm:1"}]
                        status:
                        %s
                        """
                                .formatted(replicas, (status.isEmpty() ? "{}" : status).indent(2)),
                        Deployment.class));
    }
}
