package io.gantry.monitor.gpu;

import io.gantry.monitor.scrape.MetricSample;
import io.gantry.monitor.scrape.MetricsText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a page of the DCGM exporter (https://github.com/NVIDIA/dcgm-exporter): use in percent,
/// memory in MiB, a line for each GPU with the pod that has it.
final class DcgmPage {

    private static final String USE = "DCGM_FI_DEV_GPU_UTIL";
    private static final String USED = "DCGM_FI_DEV_FB_USED";
    private static final String FREE = "DCGM_FI_DEV_FB_FREE";
    private static final String RESERVED = "DCGM_FI_DEV_FB_RESERVED";
    private static final Set<String> NAMES = Set.of(USE, USED, FREE, RESERVED);

    private DcgmPage() {}

    /// By `namespace/pod`; GPUs that no pod has are left out, and so is one whose use is not told.
    static Map<String, List<GpuUse.Gpu>> read(String text) {
        Map<String, Map<String, Map<String, Double>>> pods = new HashMap<>();
        for (MetricSample sample : MetricsText.parse(text, NAMES::contains).samples()) {
            String pod = sample.labels().getOrDefault("pod", "");
            if (!pod.isEmpty() && Double.isFinite(sample.value())) {
                String gpu =
                        sample.labels().getOrDefault("UUID", sample.labels().get("gpu"))
                                + sample.labels().getOrDefault("GPU_I_ID", "");
                pods.computeIfAbsent(
                                sample.labels().getOrDefault("namespace", "") + "/" + pod,
                                _ -> new HashMap<>())
                        .computeIfAbsent(gpu, _ -> new HashMap<>())
                        .put(sample.name(), sample.value());
            }
        }
        Map<String, List<GpuUse.Gpu>> read = new HashMap<>();
        pods.forEach((pod, gpus) -> {
            List<GpuUse.Gpu> told =
                    gpus.values().stream()
                            .filter(figures -> figures.containsKey(USE))
                            .map(DcgmPage::gpu)
                            .toList();
            if (!told.isEmpty()) {
                read.put(pod, told);
            }
        });
        return read;
    }

    private static GpuUse.Gpu gpu(Map<String, Double> figures) {
        double used = figures.getOrDefault(USED, 0.0);
        double total = used + figures.getOrDefault(FREE, 0.0) + figures.getOrDefault(RESERVED, 0.0);
        return new GpuUse.Gpu(figures.getOrDefault(USE, 0.0), used, total);
    }
}
