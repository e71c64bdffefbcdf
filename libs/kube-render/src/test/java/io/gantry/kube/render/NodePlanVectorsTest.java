package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresConformance
class NodePlanVectorsTest {

    static Stream<JsonNode> vectors() {
        return Conformance.json("kserve/vectors/multinode-gpu-math.json")
                .get("vectors")
                .valueStream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldSpreadGpusAsKServeDoes(JsonNode vector) {
        int total =
                vector.get("tensorParallelSize").asInt()
                        * vector.get("pipelineParallelSize").asInt();

        NodePlan plan =
                NodePlan.ofRay(
                        total, vector.get("headGpu").asInt(), vector.get("workerGpu").asInt());

        JsonNode expected = vector.get("expect");
        assertThat(plan)
                .isEqualTo(
                        new NodePlan(
                                expected.get("nodeCount").asInt(),
                                expected.get("workerGpu").asInt(),
                                expected.get("headGpu").asInt()));
        assertThat(plan.workers()).isEqualTo(vector.get("workerDeploymentReplicas").asInt());
    }
}
