package io.gantry.monitor.scale;

import io.gantry.monitor.gpu.GpuUse;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What of the GPUs of a replica it may be scaled by, in percent.
enum GpuMetric {
    USE("gpu", GpuUse::percent),
    MEMORY("gpu_memory", GpuUse::memoryPercent);

    private final String key;
    private final ToDoubleFunction<GpuUse> value;

    GpuMetric(String key, ToDoubleFunction<GpuUse> value) {
        this.key = key;
        this.value = value;
    }

    double of(GpuUse use) {
        return value.applyAsDouble(use);
    }

    static Optional<GpuMetric> named(String name) {
        return Arrays.stream(values()).filter(each -> each.key.equals(name)).findFirst();
    }
}
