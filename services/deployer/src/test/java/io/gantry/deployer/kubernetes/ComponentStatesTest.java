package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.events.ComponentState;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComponentStatesTest {

    private static final String READY =
            """
            conditions:
              - {type: Ready, status: "True", lastTransitionTime: "2026-11-01T10:00:20Z"}
            """;

    private static final String ENDED =
            """
            containerStatuses:
              - name: kserve-container
                restartCount: 0
                state: {waiting: {reason: CrashLoopBackOff}}
                lastState: {terminated: {reason: Error, exitCode: 2}}
            """;

    private final ComponentSightings sightings = new ComponentSightings();

    @Test
    void shouldTellHowManyReplicasAreReadyAndWhyOthersAreNot() {
        sightings.saw(deployment("transformer", 2, "{}"));
        saw("transformer", "p1", READY);
        saw("transformer", "p2", ENDED);

        ComponentState state = states(Map.of()).getFirst();

        assertThat(state.component()).isEqualTo("transformer");
        assertThat(state.desiredReplicas()).isEqualTo(2);
        assertThat(state.readyReplicas()).isEqualTo(1);
        // It loads no model.
        assertThat(reason(state)).isEqualTo(FailureReason.CRASH_LOOP);
        assertThat(Objects.requireNonNull(state.failure()).remedy()).doesNotContain("storageUri");

        assertThat(sightings.gone("p2")).contains("ml/iris");
        assertThat(states(Map.of())).containsExactly(new ComponentState("transformer", 2, 1, null));
    }

    @Test
    void shouldTellThatPodsAreNotCreatedOrNotReadyInTime() {
        sightings.saw(
                deployment(
                        "explainer",
                        1,
                        "conditions: [{type: ReplicaFailure, status: \"True\", message: \"exceeded quota: x\"}]"));
        assertThat(reason(states(Map.of()).getFirst())).isEqualTo(FailureReason.QUOTA_EXCEEDED);

        sightings.saw(
                deployment(
                        "explainer",
                        1,
                        "conditions: [{type: Progressing, status: \"False\", message: \"timed out\"}]"));
        assertThat(reason(states(Map.of()).getFirst())).isEqualTo(FailureReason.READINESS_TIMEOUT);
    }

    @Test
    void shouldTellWhyTheClusterDoesNotTakeOne() {
        Failure denied = Failure.of(FailureReason.ADMISSION_DENIED, "No", "Ask.");

        assertThat(states(Map.of("explainer", denied)))
                .containsExactly(new ComponentState("explainer", 0, 0, denied));
    }

    @Test
    void shouldForgetWhatIsGone() {
        sightings.saw(deployment("transformer", 2, "{}"));
        saw("transformer", "p1", READY);

        assertThat(sightings.gone("transformer")).contains("ml/iris");
        assertThat(states(Map.of())).isEmpty();
        assertThat(sightings.gone("p1")).contains("ml/iris");
        assertThat(sightings.gone("p1")).isEmpty();
    }

    static @Nullable FailureReason reason(ComponentState state) {
        return state.failure() == null ? null : state.failure().reason();
    }

    private List<ComponentState> states(Map<String, Failure> refused) {
        return new ComponentStates(
                        "ml/iris",
                        sightings,
                        refused,
                        (pod, overdue) ->
                                new Diagnosis(
                                        pod,
                                        new NodeDevices(),
                                        false,
                                        false,
                                        overdue,
                                        List.of(),
                                        _ -> Optional.empty()),
                        _ -> false)
                .list();
    }

    private void saw(String component, String name, String status) {
        Pod pod =
                Serialization.unmarshal(
                        """
                        metadata:
                          namespace: ml
                          name: %1$s
                          uid: %1$s
                          creationTimestamp: "2026-11-01T10:00:00Z"
                          labels: {serving.kserve.io/inferenceservice: iris, component: %2$s}
                        spec:
                          containers: [{name: kserve-container, image: "t:1"}]
                        status:
                        %3$s
                        """
                                .formatted(name, component, status.indent(2)),
                        Pod.class);
        sightings.saw(ComponentSightings.key(pod.getMetadata()).orElseThrow(), PodSighting.of(pod));
    }

    private static Deployment deployment(String component, int replicas, String status) {
        return Serialization.unmarshal(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  namespace: ml
                  name: iris-%1$s
                  uid: %1$s
                  labels: {serving.kserve.io/inferenceservice: iris, component: %1$s}
                spec:
                  replicas: %2$d
                  template: {spec: {containers: [{name: kserve-container, image: "t:1"}]}}
                status:
                %3$s
                """
                        .formatted(component, replicas, status.indent(2)),
                Deployment.class);
    }
}
