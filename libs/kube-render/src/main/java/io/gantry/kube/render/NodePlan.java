package io.gantry.kube.render;

import io.gantry.kserve.validate.Refusal;

/// How a model's GPUs are spread over nodes.
///
/// @param nodes the first node and the further ones
/// @param workerGpus of each further node
/// @param headGpus of the first node
record NodePlan(int nodes, int workerGpus, int headGpus) {

    /// For vLLM's own processes: a node for each stage of the pipeline.
    static NodePlan ofProcesses(int pipeline, int tensor) {
        return new NodePlan(pipeline, tensor, tensor);
    }

    /// For Ray, which needs as many GPUs as tensor and pipeline multiply to, wherever they are.
    ///
    /// @param total how many GPUs are needed
    /// @param head what the first node's container asks for; 0 for nothing
    /// @param worker what a further node's container asks for; 0 for nothing
    static NodePlan ofRay(int total, int head, int worker) {
        if (worker > 0) {
            return byWorkers(total, head, worker);
        }
        return head > 0
                // Further nodes have one GPU each.
                ? new NodePlan(1 + Math.max(0, total - head), 1, head)
                : new NodePlan(total, 1, 1);
    }

    private static NodePlan byWorkers(int total, int head, int worker) {
        int nodes = head >= total ? 1 : Math.ceilDiv(total, worker);
        if (nodes == 1) {
            return new NodePlan(1, 0, total);
        }
        int first = head > 0 ? head : total - worker * (nodes - 1);
        int there = first + worker * (nodes - 1);
        if (total > there) {
            throw new Refusal(
                    "spec.predictor.workerSpec",
                    "%d GPUs on the first node, %d on each further one".formatted(first, worker),
                    "%d nodes have %d GPUs and %d are needed".formatted(nodes, there, total),
                    "ask for more GPUs on the first node, or for as many as tensorParallelSize times pipelineParallelSize");
        }
        return new NodePlan(nodes, worker, first);
    }

    int workers() {
        return nodes - 1;
    }
}
