package io.gantry.monitor.gpu;

import java.util.Collection;

/// How much of its GPUs a replica uses.
///
/// @param percent of the time that they are busy, averaged over them
/// @param memoryPercent of their memory, of all together
public record GpuUse(double percent, double memoryPercent) {

    private static final double PERCENT = 100;

    /// One GPU.
    ///
    /// @param used memory, in the unit of the total
    record Gpu(double percent, double used, double total) {}

    /// @param gpus at least one
    static GpuUse of(Collection<Gpu> gpus) {
        double total = gpus.stream().mapToDouble(Gpu::total).sum();
        double used = gpus.stream().mapToDouble(Gpu::used).sum();
        return new GpuUse(
                gpus.stream().mapToDouble(Gpu::percent).average().orElseThrow(),
                total > 0 ? PERCENT * used / total : 0);
    }
}
