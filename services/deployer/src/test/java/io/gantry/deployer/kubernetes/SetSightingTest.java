package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.deployer.kubernetes.SetObject.PodMarks;
import io.gantry.deployer.kubernetes.Sightings.PodsRefused;
import io.gantry.deployer.platform.PredictorKey;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// LeaderWorkerSets, and what is told of them. Deployments, `KubernetesPlatformTest` has.
class SetSightingTest {

    private static final PredictorKey KEY = new PredictorKey("default", "m", "m-00001");
    private static final Instant SINCE = Instant.parse("2026-11-01T10:00:00Z");

    private static final String SET =
            """
            apiVersion: leaderworkerset.x-k8s.io/v1
            kind: LeaderWorkerSet
            metadata:
              namespace: default
              name: m-predictor-mn
              uid: u1
              generation: 3
              annotations: {gantry.io/name: m-predictor, gantry.io/progress-deadline-seconds: "600"}
            spec:
              replicas: 2
              leaderWorkerTemplate:
                size: 3
                leaderTemplate:
                  spec: {containers: [{name: kserve-container, ports: [{containerPort: 9000}, {name: h2c, containerPort: 9001}], resources: {limits: {nvidia.com/gpu: "4"}}}]}
                workerTemplate:
                  spec: {containers: [{name: worker-container}]}
            status:
              conditions:
                - {type: Available, status: "%s", reason: AllGroupsReady, message: ready, lastTransitionTime: "2026-11-01T09:00:00Z"}
                - {type: Progressing, status: "%s", reason: GroupsProgressing, message: on its way, lastTransitionTime: "2026-11-01T10:00:00Z"}
            """;

    @Test
    void shouldSeeASetAsItSeesADeployment() {
        SetSighting seen = seen("True", "False");

        assertThat(seen.ref())
                .isEqualTo(new SetKind.Ref(SetKind.LEADER_WORKER_SET, "default", "m-predictor-mn"));
        assertThat(seen.name()).isEqualTo("m-predictor");
        assertThat(seen.replicas()).isEqualTo(2);
        assertThat(seen.podsEach()).isEqualTo(3);
        assertThat(seen.port()).isEqualTo(9000);
        assertThat(seen.grpcPort()).isEqualTo(9001);
        assertThat(seen.devices()).isEqualTo(Map.of("nvidia.com/gpu", "4"));
        assertThat(seen.overdueAt(SINCE.plusSeconds(10_000))).isNull();
    }

    /// Else a revision that waits for claims would find nobody who makes room for it.
    @Test
    void shouldCountResourceClaimsAmongDevices() {
        GenericKubernetesResource set =
                Serialization.unmarshal(
                        SET.formatted("True", "False")
                                .replace(
                                        "spec: {containers: [{name: kserve",
                                        "spec: {resourceClaims: [{name: a, resourceClaimTemplateName: gpu}, {name: b, resourceClaimTemplateName: gpu}], containers: [{name: kserve"),
                        GenericKubernetesResource.class);

        assertThat(SetSighting.of(KEY, set).devices())
                .isEqualTo(Map.of("nvidia.com/gpu", "4", Scheduling.CLAIMED, "2"));
    }

    @Test
    void shouldCountASetsTimeFromWhenItBeganToProgress() {
        SetSighting seen = seen("False", "True");

        assertThat(seen.overdueAt(SINCE.plusSeconds(600))).isNull();
        assertThat(seen.overdueAt(SINCE.plusSeconds(601)))
                .isEqualTo(
                        "LeaderWorkerSet m-predictor-mn was to be ready by 2026-11-01T10:10:00Z");
    }

    /// The answer to a change of ours may come after what the change has led to.
    @Test
    void shouldKeepTheNewerOfTwoSightings() {
        Sightings sightings = new Sightings();
        GenericKubernetesResource answer = set("True", "False");
        answer.getMetadata().setResourceVersion("99");
        GenericKubernetesResource later = set("False", "True");
        later.getMetadata().setResourceVersion("100");

        sightings.saw(SetSighting.of(KEY, later));
        sightings.saw(SetSighting.of(KEY, answer));

        assertThat(sightings.of(KEY).set()).isEqualTo(SetSighting.of(KEY, later));
    }

    @Test
    void shouldMarkTheSetAndAllOfItsPods() {
        var marked =
                (GenericKubernetesResource)
                        SetObject.marked(
                                set("True", "False"),
                                Map.of("gantry.io/runtime", "vllm"),
                                new PodMarks(Map.of("one", "1"), Map.of("two", "2")));

        assertThat(marked.getMetadata().getAnnotations())
                .containsEntry("gantry.io/runtime", "vllm")
                .containsEntry("gantry.io/name", "m-predictor");
        for (String template : new String[] {"leaderTemplate", "workerTemplate"}) {
            assertThat(
                            marked.<Map<String, Object>>get(
                                    "spec", "leaderWorkerTemplate", template, "metadata"))
                    .isEqualTo(
                            Map.of(
                                    "labels", Map.of("one", "1"),
                                    "annotations", Map.of("two", "2")));
        }
    }

    @Test
    void shouldSayThatPodsAreRefusedAsLongAsSomeAreMissingAndNoneCameSince() {
        Sightings sightings = new Sightings();
        sightings.saw(seen("False", "True"));
        PodsRefused refused = new PodsRefused("exceeded quota: none", SINCE);

        assertThat(sightings.podsRefused("default/m-predictor-mn-1", refused)).containsExactly(KEY);
        assertThat(sightings.podsRefused("default/m-predictor-mnemonic", refused)).isEmpty();
        assertThat(sightings.podsRefused("other/m-predictor-mn", refused)).isEmpty();

        assertThat(sightings.podsRefused(sightings.of(KEY))).contains("exceeded quota: none");
        sightings.saw(KEY, pod("before", "2026-11-01T09:59:59Z"));
        assertThat(sightings.podsRefused(sightings.of(KEY))).contains("exceeded quota: none");
        sightings.saw(KEY, pod("since", "2026-11-01T10:00:01Z"));
        assertThat(sightings.podsRefused(sightings.of(KEY))).isEmpty();
    }

    private static SetSighting seen(String available, String progressing) {
        return SetSighting.of(KEY, set(available, progressing));
    }

    private static GenericKubernetesResource set(String available, String progressing) {
        return Serialization.unmarshal(
                SET.formatted(available, progressing), GenericKubernetesResource.class);
    }

    private static PodSighting pod(String uid, String created) {
        return PodSighting.of(
                Serialization.unmarshal(
                        """
                        metadata: {namespace: default, name: %s, uid: %s, creationTimestamp: "%s"}
                        spec: {containers: [{name: kserve-container}]}
                        """
                                .formatted(uid, uid, created),
                        Pod.class));
    }
}
