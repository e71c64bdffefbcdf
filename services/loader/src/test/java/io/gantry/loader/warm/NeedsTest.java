package io.gantry.loader.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.node.Node;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NeedsTest {

    private static final String RUNTIME =
            """
            {"spec": {
              "nodeSelector": {"gpu": "h100", "zone": "a"},
              "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
                {"nodeSelectorTerms": [{"matchExpressions": [{"key": "gpu", "operator": "Exists"}]}]}}},
              "containers": [
                {"name": "kserve-container",
                 "resources": {"requests": {"cpu": "1"}, "limits": {"memory": "2Gi", "nvidia.com/gpu": 2}}},
                {"name": "helper", "resources": {"limits": {"nvidia.com/mig-1g.10gb": 1}}}]}}\
            """;

    @Test
    void shouldLayThePredictorOverItsRuntime() {
        Needs needs =
                Needs.of(
                        World.json(
                                """
                                {"nodeSelector": {"zone": "b"},
                                 "model": {"resources": {"limits": {"nvidia.com/gpu": "4"}}},
                                 "containers": [{"name": "mine", "resources":
                                   {"requests": {"nvidia.com/gpu": "1", "cpu": "2"}}}]}\
                                """),
                        World.json(RUNTIME));

        assertThat(needs.labels()).isEqualTo(Map.of("gpu", "h100", "zone", "b"));
        assertThat(needs.devices())
                .isEqualTo(Map.of("nvidia.com/gpu", 5L, "nvidia.com/mig-1g.10gb", 1L));
        assertThat(needs.terms()).isNotNull();
    }

    @Test
    void shouldTakeThePodsOfAnLlmInferenceService() {
        Needs needs =
                Needs.of(
                        World.json(
                                """
                                {"minReplicas": 1, "llm": {"template": {"nodeSelector": {"zone": "b"},
                                 "containers": [{"name": "main", "resources":
                                   {"limits": {"nvidia.com/gpu": "8"}}}]}}}\
                                """),
                        null);

        assertThat(needs.labels()).isEqualTo(Map.of("zone", "b"));
        assertThat(needs.devices()).isEqualTo(Map.of("nvidia.com/gpu", 8L));
    }

    @Test
    void shouldTakeThePredictorsAffinityInsteadOfTheRuntimes() {
        Needs needs =
                Needs.of(
                        World.json(
                                """
                                {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
                                  {"nodeSelectorTerms": [{"matchFields": [
                                    {"key": "metadata.name", "operator": "In", "values": ["cpu-1"]}]}]}}}}\
                                """),
                        World.json("{\"spec\": {}}"));

        assertThat(needs.metBy(new Node("cpu-1", Map.of("a", "b"), Map.of()))).isTrue();
        assertThat(needs.metBy(new Node("cpu-2", Map.of("a", "b"), Map.of()))).isFalse();
    }

    @Test
    void shouldAskForNothingOfAPlainPredictor() {
        Needs needs = Needs.of(World.json("{\"model\": {\"storageUri\": \"s3://m\"}}"), null);

        assertThat(needs.metBy(new Node("any", Map.of("a", "b"), Map.of("c/d", 0L)))).isTrue();
        assertThat(needs).hasToString("");
    }

    @Test
    void shouldAskForSomeWhereATemplateAsks() {
        Needs needs =
                Needs.of(
                        World.json(
                                "{\"model\": {\"resources\": {\"limits\": {\"nvidia.com/gpu\": \"{{.GPUs}}\"}}}}"),
                        null);

        assertThat(needs.devices()).isEqualTo(Map.of("nvidia.com/gpu", 1L));
    }

    /// More of anything never makes a node unfit, and less than what is asked for always does.
    @Property
    void shouldFitExactlyWhereThereAreEnough(
            @ForAll @IntRange(min = 1, max = 16) int asked,
            @ForAll @IntRange(min = 0, max = 16) int there) {
        Needs needs =
                Needs.of(
                        World.json(
                                "{\"model\": {\"resources\": {\"limits\": {\"amd.com/gpu\": %d}}}}"
                                        .formatted(asked)),
                        null);
        Node node = new Node("n", Map.of(), Map.of("amd.com/gpu", (long) there));

        assertThat(needs.metBy(node)).isEqualTo(there >= asked);
        assertThat(needs.metBy(new Node("n", Map.of(), Map.of()))).isTrue();
    }
}
