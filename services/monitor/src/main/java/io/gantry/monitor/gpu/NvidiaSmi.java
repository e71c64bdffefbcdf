package io.gantry.monitor.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Asks `nvidia-smi` which GPUs this machine has and which processes use them.
///
/// @param program its name or path
/// @param timeout how long it may take
record NvidiaSmi(String program, Duration timeout) {

    private static final String GPUS = "--query-gpu=uuid,utilization.gpu,memory.used,memory.total";
    private static final String PROCESSES = "--query-compute-apps=pid,gpu_uuid";

    /// GPUs by the ids of processes that use them.
    ///
    /// @throws IOException when the program is not there, fails or does not end
    Map<Long, List<GpuUse.Gpu>> processes() throws IOException, InterruptedException {
        Map<String, GpuUse.Gpu> gpus = gpus(run(GPUS, "--format=csv,noheader,nounits"));
        return gpus.isEmpty() ? Map.of() : processes(run(PROCESSES, "--format=csv,noheader"), gpus);
    }

    /// @return by their uuids; a GPU that does not tell its use (`[N/A]`) is left out
    static Map<String, GpuUse.Gpu> gpus(String text) {
        Map<String, GpuUse.Gpu> gpus = new HashMap<>();
        text.lines()
                .map(line -> line.split(","))
                .filter(each -> each.length == 4)
                .forEach(each -> {
                    try {
                        gpus.put(
                                each[0].strip(),
                                new GpuUse.Gpu(number(each[1]), number(each[2]), number(each[3])));
                    } catch (NumberFormatException e) {
                        // Not every GPU tells everything.
                    }
                });
        return gpus;
    }

    static Map<Long, List<GpuUse.Gpu>> processes(String text, Map<String, GpuUse.Gpu> gpus) {
        Map<Long, List<GpuUse.Gpu>> processes = new HashMap<>();
        text.lines()
                .map(line -> line.split(","))
                .filter(each -> each.length == 2)
                .forEach(each -> {
                    GpuUse.Gpu gpu = gpus.get(each[1].strip());
                    try {
                        long pid = Long.parseLong(each[0].strip());
                        if (gpu != null) {
                            processes.computeIfAbsent(pid, _ -> new ArrayList<>()).add(gpu);
                        }
                    } catch (NumberFormatException e) {
                        // A process of another container has no id here (`[Insufficient
                        // Permissions]`).
                    }
                });
        return processes;
    }

    private static double number(String text) {
        return Double.parseDouble(text.strip());
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("%s does not end within %s".formatted(program, timeout));
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        "%s ends with status %d".formatted(program, process.exitValue()));
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
