package io.gantry.registry.plan;

import io.gantry.events.text.Amounts;
import io.gantry.registry.plan.Deployment.Resources;
import io.gantry.registry.plan.PlanRequest.Load;
import io.gantry.registry.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Draws the settings of a model from what it needs.
final class Settings {

    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;

    /// From here on memory is said in whole gibibytes.
    private static final long COARSE = 16 * GIBIBYTE;

    /// Memory of vLLM's processes for each GPU: an assumption.
    private static final long PROCESSES = 2 * GIBIBYTE;

    private final PlanRequest request;
    private final RuleOfThumb rule;
    private final @Nullable Sizing sizing;
    private final @Nullable Placement placement;
    private final List<String> steps = new ArrayList<>();

    Settings(
            PlanRequest request,
            RuleOfThumb rule,
            @Nullable Sizing sizing,
            @Nullable Placement placement) {
        this.request = request;
        this.rule = rule;
        this.sizing = sizing;
        this.placement = placement;
    }

    Deployment deployment() {
        Long replicas = replicas();
        Resources resources = resources();
        return new Deployment(replicas, resources, args(), steps);
    }

    private @Nullable Long replicas() {
        Long needed = rule.replicas();
        Profile profile = request.profile();
        if (needed == null || profile == null) {
            return needed;
        }
        int least = profile.defaults().minReplicas();
        steps.add(
                "Replicas: %d for the peak, and at least %d by the profile %s"
                        .formatted(needed, least, profile.word()));
        return Math.max(needed, least);
    }

    private @Nullable Resources resources() {
        if (placement == null) {
            return onCpu();
        }
        Integer gpus = placement.gpus();
        return gpus == null || request.gpus() == null
                ? null
                : onGpus(gpus, request.gpus().resource());
    }

    private Resources onCpu() {
        long needed = sizing == null ? rule.memoryBytes() : sizing.total(1);
        steps.add(
                "Memory: %s, %s, because no GPU is named"
                        .formatted(
                                Amounts.bytes(needed),
                                sizing == null ? "by the rule of thumb" : "the estimate's total"));
        Map<String, String> memory = Map.of("memory", quantity(needed));
        return new Resources(memory, memory);
    }

    private Resources onGpus(int gpus, String resource) {
        long needed = Exact.sum(rule.modelSizeBytes(), Exact.product(gpus, PROCESSES));
        long limit = Math.max(needed, rule.memoryBytes());
        int cpus = 2 * (2 + gpus);
        steps.add(
                "Memory: requested %s = the model's files + %s a GPU for vLLM's processes (an assumption); limited to %s, the rule of thumb or what is requested"
                        .formatted(
                                Amounts.bytes(needed),
                                Amounts.bytes(PROCESSES),
                                Amounts.bytes(limit)));
        steps.add(
                "CPU: %d = 2 threads × (2 cores + 1 core a GPU), which vLLM's documentation calls the least"
                        .formatted(cpus));
        String count = Integer.toString(gpus);
        return new Resources(
                Map.of("cpu", Integer.toString(cpus), "memory", quantity(needed), resource, count),
                Map.of("memory", quantity(limit), resource, count));
    }

    private @Nullable List<String> args() {
        if (sizing == null) {
            return null;
        }
        Map<String, String> args = new TreeMap<>();
        Load load = sizing.load();
        args.put("--max-model-len", Long.toString(load.contextLength()));
        if (load.sequences() > 1) {
            args.put("--max-num-seqs", Long.toString(load.sequences()));
        }
        if (load.kvDtype() != KvDtype.AUTO) {
            args.put("--kv-cache-dtype", load.kvDtype().word());
        }
        args.putAll(type(sizing.config().format().asked()));
        if (placement != null && placement.tensorParallelSize() != null) {
            args.put("--tensor-parallel-size", placement.tensorParallelSize().toString());
            args.put("--gpu-memory-utilization", request.utilization().share().toPlainString());
        }
        return args.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList();
    }

    /// What vLLM has to be told of the type that is asked for. Of the types that nothing is
    /// computed in it makes FP8 itself.
    private static Map<String, String> type(@Nullable Dtype asked) {
        if (asked == null) {
            return Map.of();
        }
        if (asked.computes()) {
            return Map.of("--dtype", asked.longName());
        }
        return asked == Dtype.FP8 ? Map.of("--quantization", "fp8") : Map.of();
    }

    /// Rounded up, as Kubernetes writes it.
    private static String quantity(long bytes) {
        return bytes < COARSE
                ? Math.ceilDiv(bytes, MEBIBYTE) + "Mi"
                : Math.ceilDiv(bytes, GIBIBYTE) + "Gi";
    }
}
