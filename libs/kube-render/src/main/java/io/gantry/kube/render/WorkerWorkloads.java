package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.WorkerSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The further nodes of a model as a workload of their own: with the labels of the predictor, and
/// with the pod that the workerSpecs of predictor and runtime describe.
final class WorkerWorkloads {
    /// What a workerSpec does not say and the predictor says for all of its pods.
    private static final List<String> INHERITED =
            List.of("labels", "annotations", "deploymentStrategy");

    private WorkerWorkloads() {}

    static Workload of(Workload predictor, WorkerSpec ofRuntime) {
        ServingRuntime runtime = Objects.requireNonNull(predictor.runtime());
        return new Workload(
                predictor.service(),
                predictor.kind(),
                component(predictor.component()),
                KServeJson.edited(
                        runtime, ServingRuntime.class, tree -> tree.set("spec", spec(ofRuntime))),
                predictor.revision(),
                Names.worker(predictor.name()));
    }

    private static ObjectNode spec(WorkerSpec worker) {
        ObjectNode spec = PodSpecFields.of(worker);
        copy(KServeJson.tree(worker), spec, List.of("labels", "annotations"));
        return spec;
    }

    private static Component component(Component predictor) {
        @Nullable WorkerSpec worker = predictor.workerSpec();
        ObjectNode tree = PodSpecFields.of(worker);
        copy(KServeJson.tree(predictor), tree, INHERITED);
        return KServeJson.read(tree, Component.class);
    }

    private static void copy(ObjectNode from, ObjectNode to, List<String> fields) {
        for (String field : fields) {
            JsonNode value = from.path(field);
            if (!value.isMissingNode()) {
                to.set(field, value);
            }
        }
    }
}
