package io.gantry.registry.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// GPUs that models are served on, with the memory that nvidia-smi reports of them and, of AMD's,
/// PyTorch.
enum Accelerator {
    T4("T4", 15_360),
    L4("L4", 23_034),
    A10G("A10G", 23_028),
    L40S("L40S", 46_068),
    A100_40GB("A100-40GB", 40_960),
    A100_80GB("A100-80GB", 81_920),
    H100("H100", 81_559),
    H200("H200", 143_771),
    MI300X("MI300X", 196_592, "amd.com/gpu");

    private static final long MEBIBYTE = 1L << 20;

    private final String label;
    private final long mebibytes;
    private final String resource;

    Accelerator(String label, long mebibytes) {
        this(label, mebibytes, Gpus.NVIDIA);
    }

    Accelerator(String label, long mebibytes, String resource) {
        this.label = label;
        this.mebibytes = mebibytes;
        this.resource = resource;
    }

    static Optional<Accelerator> of(String text) {
        return Arrays.stream(values()).filter(it -> it.label.equalsIgnoreCase(text)).findFirst();
    }

    static String labels() {
        return Arrays.stream(values()).map(it -> it.label).collect(Collectors.joining(", "));
    }

    String label() {
        return label;
    }

    long memoryBytes() {
        return mebibytes * MEBIBYTE;
    }

    /// Kubernetes' name of the resource.
    String resource() {
        return resource;
    }
}
