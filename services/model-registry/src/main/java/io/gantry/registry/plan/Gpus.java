package io.gantry.registry.plan;

/// The GPUs of one node.
///
/// @param name as in [Accelerator], or `custom`
/// @param memoryBytes of each
/// @param count how many the node has
/// @param resource Kubernetes' name of the resource
record Gpus(String name, long memoryBytes, int count, String resource) {

    static final String NVIDIA = "nvidia.com/gpu";
    static final String CUSTOM = "custom";

    /// What most nodes with GPUs for large models have.
    static final int USUAL_COUNT = 8;

    static Gpus of(Accelerator accelerator, int count) {
        return new Gpus(
                accelerator.label(), accelerator.memoryBytes(), count, accelerator.resource());
    }
}
