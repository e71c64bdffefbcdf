package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.combine.Combination;
import io.gantry.kube.render.Artifact;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Names;
import io.gantry.kube.render.RenderSettings;
import io.gantry.kube.render.Typed;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The objects of one revision beside those of others.
class LlmRevisionTest {

    private static final ObjectNode SERVICE = service();
    private static final LlmRenderer RENDERER =
            new LlmRenderer(
                    RenderSettings.DEFAULT.withNodeCache("/var/cache/gantry"),
                    ClusterLookup.NOTHING);

    @Test
    void shouldCallWhatIsTheRevisionsByItsNumber() {
        List<ObjectNode> first = objects("llama-00001", Names.llm("llama"));
        List<ObjectNode> second = objects("llama-00002", Names.llmOf("llama", "llama-00002"));

        assertThat(names(first))
                .containsExactly(
                        "ResourceClaimTemplate/llama-managed-dra",
                        "Deployment/llama-kserve",
                        "PodDisruptionBudget/llama-kserve",
                        "Deployment/llama-kserve-prefill",
                        "ScaledObject/llama-kserve-prefill-keda");
        assertThat(names(second))
                .containsExactly(
                        "ResourceClaimTemplate/llama-managed-dra-00002",
                        "Deployment/llama-kserve-00002",
                        "PodDisruptionBudget/llama-kserve-00002",
                        "Deployment/llama-kserve-prefill-00002",
                        "ScaledObject/llama-kserve-prefill-keda-00002");
        assertThat(second)
                .allSatisfy(object ->
                        assertThat(
                                        object.at("/metadata/labels")
                                                .path("gantry.io/revision")
                                                .asText())
                                .isEqualTo("llama-00002"));
        ObjectNode deployment = second.get(1);
        assertThat(deployment.at("/spec/selector/matchLabels/app").asText())
                .isEqualTo("llama-kserve-00002");
        assertThat(deployment.at("/spec/progressDeadlineSeconds").asInt()).isEqualTo(1800);
        assertThat(second.get(2).at("/spec/selector/matchLabels/app").asText())
                .isEqualTo("llama-kserve-00002");
        assertThat(second.get(4).at("/spec/scaleTargetRef/name").asText())
                .isEqualTo("llama-kserve-prefill-00002");
    }

    @Test
    void shouldLeadToTheCurrentRevision() {
        LlmRevision second = revision("llama-00002", Names.llmOf("llama", "llama-00002"));

        ObjectNode service = trees(RENDERER.service(second)).getFirst();

        assertThat(service.at("/metadata/name").asText()).isEqualTo("llama-kserve-workload-svc");
        assertThat(service.at("/metadata/labels").has("gantry.io/revision")).isFalse();
        assertThat(service.at("/spec/selector")).isEqualTo(Llm.yaml("app: llama-kserve-00002"));
    }

    @Test
    void shouldKnowTheLoadersFilesAndTheNodesThatHaveThem() {
        ObjectNode deployment = objects("llama-00001", Names.llm("llama")).get(1);

        assertThat(deployment.at("/spec/template/spec/initContainers/0/args").toString())
                .contains("--artifact", "the-artifact");
        assertThat(deployment.at("/spec/template/spec/affinity").toString()).contains("warm-node");
    }

    @Test
    void shouldKeepANameThatIsTooLongForALabelInAnAnnotation() {
        String name = "l".repeat(60);
        ObjectNode service = Llm.service(name, "spec: {model: {uri: 'hf://o/m'}}");
        Combination.Combined combined = (Combination.Combined) Combination.of(service, List.of());

        ObjectNode deployment =
                trees(
                                RENDERER.revision(
                                        new LlmRevision(
                                                service.withObject("/metadata"),
                                                combined.service().spec(),
                                                name + "-00001",
                                                Names.llm(name),
                                                List.of(),
                                                List.of(),
                                                1)))
                        .getFirst();

        assertThat(
                        deployment
                                .at("/spec/template/metadata/annotations")
                                .path("gantry.io/revision")
                                .asText())
                .isEqualTo(name + "-00001");
    }

    private static List<ObjectNode> objects(String revision, String deployment) {
        return trees(RENDERER.revision(revision(revision, deployment)));
    }

    private static LlmRevision revision(String revision, String deployment) {
        Combination.Combined combined = (Combination.Combined) Combination.of(SERVICE, List.of());
        return new LlmRevision(
                SERVICE.withObject("/metadata"),
                combined.service().spec(),
                revision,
                deployment,
                List.of(new Artifact("hf://o/m", "the-artifact", null)),
                List.of("warm-node"),
                2);
    }

    private static ObjectNode service() {
        ObjectNode service =
                Llm.serving(
                        "prefill: {scaling: {maxReplicas: 3, keda: {triggers: [{type: cpu, metadata: {value: '60'}}]}}}");
        service.withObject("/metadata/annotations")
                .put("serving.kserve.io/exp-dra-device-class", "gpu.nvidia.com")
                .put("serving.knative.dev/progress-deadline", "30m");
        return service;
    }

    private static List<ObjectNode> trees(LlmOutcome outcome) {
        if (outcome instanceof LlmOutcome.Rendered rendered) {
            return rendered.objects().stream().map(LlmRevisionTest::tree).toList();
        }
        throw new AssertionError(outcome);
    }

    private static ObjectNode tree(HasMetadata object) {
        return Typed.tree(object);
    }

    private static List<String> names(List<ObjectNode> objects) {
        return objects.stream()
                .map(each -> each.path("kind").asText() + "/" + each.at("/metadata/name").asText())
                .toList();
    }
}
