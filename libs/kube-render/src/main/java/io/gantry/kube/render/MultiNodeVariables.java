package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.defaults.Defaulting;
import java.util.Objects;

/// What the containers of a model on several nodes are told of each other, by KServe's names.
final class MultiNodeVariables {
    private final Workload workload;
    private final MultiNode.Sizes sizes;
    private final NodePlan plan;

    MultiNodeVariables(Workload workload, MultiNode.Sizes sizes, NodePlan plan) {
        this.workload = workload;
        this.sizes = sizes;
        this.plan = plan;
    }

    void ofHead(ObjectNode container, Model model) {
        both(container, plan.headGpus());
        PodDraft.variable(container, "MODEL_NAME", workload.service().name());
        if (!model.places().isEmpty()) {
            PodDraft.variable(container, "MODEL_DIR", Defaulting.MODEL_DIRECTORY);
        }
    }

    void ofWorker(ObjectNode container) {
        String service = workload.service().name();
        String revision = Objects.requireNonNull(workload.revision());
        both(container, plan.workerGpus());
        PodDraft.variable(container, "ISVC_NAME", service);
        PodDraft.variable(container, "HEAD_SVC", Names.head(service, revision));
        PodDraft.variable(container, "WORKER_SVC", Names.workers(service, revision));
    }

    private void both(ObjectNode container, int gpus) {
        number(container, "PIPELINE_PARALLEL_SIZE", sizes.pipeline());
        number(container, "TENSOR_PARALLEL_SIZE", sizes.tensor());
        number(container, "RAY_NODE_COUNT", plan.nodes());
        number(container, "REQUEST_GPU_COUNT", gpus);
    }

    private static void number(ObjectNode container, String name, int value) {
        PodDraft.variable(container, name, Integer.toString(value));
    }
}
