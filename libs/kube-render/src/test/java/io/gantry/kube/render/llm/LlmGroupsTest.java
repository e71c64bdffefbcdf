package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.KnownCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Workloads on several nodes.
class LlmGroupsTest {
    private static final String SET = "LeaderWorkerSet/llama-kserve-mn";
    private static final String WORKER = "\nworker: {%s containers: [{name: main}]}";
    private static final String DATA = "parallelism: {data: 8, dataLocal: 2}";

    @Test
    void shouldMakeGroupsOfAsManyPodsAsTheModelNeeds() {
        JsonNode spec = set("replicas: 2\n" + DATA + WORKER.formatted("")).path("spec");

        assertThat(spec.path("replicas").asInt()).isEqualTo(2);
        assertThat(spec.path("startupPolicy").asText()).isEqualTo("LeaderCreated");
        assertThat(spec.path("rolloutStrategy")).isEqualTo(Llm.yaml("{type: RollingUpdate}"));
        assertThat(spec.at("/leaderWorkerTemplate/size").asInt()).isEqualTo(4);
        assertThat(spec.at("/leaderWorkerTemplate/restartPolicy").asText())
                .isEqualTo("RecreateGroupOnPodRestart");
        assertThat(spec.path("leaderWorkerTemplate").has("subGroupPolicy")).isFalse();
    }

    /// Only the first of a group answers requests.
    @Test
    void shouldLetTheServiceFindTheFirstPods() {
        Llm rendered = Llm.render(Llm.serving(DATA + WORKER.formatted("")));
        JsonNode selector =
                rendered.object("Service/llama-kserve-workload-svc").at("/spec/selector");

        assertThat(labels(rendered.object(SET), "leader").toString())
                .contains("\"llminferenceservice-workload-leader\"");
        assertThat(selects(selector, labels(rendered.object(SET), "leader"))).isTrue();
        JsonNode worker = labels(rendered.object(SET), "worker");
        assertThat(selects(selector, worker)).isFalse();
        assertThat(worker.path("app.kubernetes.io/component").asText())
                .isEqualTo("llminferenceservice-workload-worker");
        assertThat(rendered.names()).noneMatch(each -> each.startsWith("Deployment/"));
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        return selector.properties().stream()
                .allMatch(each -> each.getValue().equals(labels.get(each.getKey())));
    }

    private static JsonNode labels(ObjectNode set, String which) {
        return set.at("/spec/leaderWorkerTemplate/%sTemplate/metadata/labels".formatted(which));
    }

    @Test
    void shouldKeepGroupsFromBeingDrainedTogether() {
        Llm rendered = Llm.render(Llm.serving("replicas: 2\n" + DATA + WORKER.formatted("")));

        assertThat(rendered.object("PodDisruptionBudget/llama-kserve-mn").path("spec"))
                .isEqualTo(
                        Llm.yaml(
                                "{maxUnavailable: 1, selector: {matchLabels: {leaderworkerset.sigs.k8s.io/name: llama-kserve-mn}}}"));
    }

    /// Or nobody would hear of a worker that cannot start, or of a set that never gets ready.
    @Test
    void shouldMarkAllOfItAsTheRevisionsAndSayHowLongItMayTake() {
        ObjectNode set = set(DATA + WORKER.formatted(""));

        List<JsonNode> all =
                List.of(set.at("/metadata/labels"), labels(set, "leader"), labels(set, "worker"));
        assertThat(all)
                .allSatisfy(labels -> {
                    assertThat(labels.path("serving.kserve.io/inferenceservice").asText())
                            .isEqualTo("llama");
                    assertThat(labels.path("component").asText()).isEqualTo("predictor");
                    assertThat(labels.path("gantry.io/revision").asText()).isEqualTo("llama-00001");
                });
        assertThat(set.at("/metadata/annotations").path("gantry.io/progress-deadline-seconds"))
                .isEqualTo(Llm.yaml("'600'"));
    }

    @Test
    void shouldKeepAGroupThatPrefillsTogether() {
        Llm rendered =
                Llm.render(
                        Llm.serving(
                                "prefill:\n"
                                        + ("rolloutStrategy: {maxSurge: 1}\n"
                                                        + DATA
                                                        + WORKER.formatted(""))
                                                .indent(2)));

        JsonNode spec = rendered.object("LeaderWorkerSet/llama-kserve-mn-prefill").path("spec");
        assertThat(spec.at("/leaderWorkerTemplate/subGroupPolicy"))
                .isEqualTo(Llm.yaml("{subGroupSize: 4}"));
        assertThat(spec.path("rolloutStrategy"))
                .isEqualTo(
                        Llm.yaml(
                                "{type: RollingUpdate, rollingUpdateConfiguration: {maxSurge: 1}}"));
        assertThat(rendered.names()).contains("Deployment/llama-kserve");
    }

    @Test
    void shouldRunAllPodsAsOneAccountAndBringTheModelToEach() {
        ObjectNode set = set(DATA + WORKER.formatted("serviceAccountName: runner,"));

        for (String which : List.of("leader", "worker")) {
            JsonNode pod = set.at("/spec/leaderWorkerTemplate/%sTemplate/spec".formatted(which));
            assertThat(pod.path("serviceAccountName").asText()).isEqualTo("runner");
            assertThat(pod.at("/initContainers/0/name").asText()).isEqualTo("storage-initializer");
            assertThat(pod.has("topologySpreadConstraints")).isFalse();
        }
    }

    @Test
    void shouldRefuseWhatTheClusterHasNoKindFor() {
        ObjectNode service = Llm.serving(DATA + WORKER.formatted(""));

        Violation why = Llm.refused(new KnownCluster(), service);

        assertThat(why.field()).isEqualTo("spec.worker");
        assertThat(why.remedy()).contains("LeaderWorkerSet");
        assertThat(Llm.render(new KnownCluster().kind("leaderworkerset.x-k8s.io"), service).names())
                .contains(SET);
    }

    @Test
    void shouldRefuseAWorkerWithoutWork() {
        assertThat(Llm.refused(Llm.serving("replicas: 1" + WORKER.formatted(""))).field())
                .isEqualTo("spec.worker");
    }

    private static ObjectNode set(String spec) {
        return Llm.render(Llm.serving(spec)).object(SET);
    }
}
