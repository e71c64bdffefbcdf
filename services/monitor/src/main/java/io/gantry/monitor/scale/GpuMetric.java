package io.gantry.monitor.scale;

import io.gantry.monitor.gpu.GpuUse;
import java.util.Arrays;
import java.util.Optional;

/// What of the GPUs of a replica it may be scaled by, in percent.
enum GpuMetric {
    USE("gpu"),
    MEMORY("gpu_memory");

    private final String key;

    GpuMetric(String key) {
        this.key = key;
    }

    double of(GpuUse use) {
        return switch (this) {
            case USE -> use.percent();
            case MEMORY -> use.memoryPercent();
        };
    }

    static Optional<GpuMetric> named(String name) {
        return Arrays.stream(values()).filter(each -> each.key.equals(name)).findFirst();
    }
}
