package io.gantry.registry.plan;

import io.gantry.events.text.Amounts;
import io.gantry.registry.plan.Placement.PerGpu;
import io.gantry.registry.plan.PlanRequest.Utilization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks for the fewest GPUs that a model fits.
final class Search {

    private final Sizing sizing;
    private final Gpus gpus;
    private final Utilization utilization;
    private final long budget;
    private final List<Integer> sizes;
    private final List<String> steps = new ArrayList<>();

    Search(Sizing sizing, Gpus gpus, Utilization utilization) {
        this.sizing = sizing;
        this.gpus = gpus;
        this.utilization = utilization;
        this.budget = Placement.budget(gpus, utilization);
        this.sizes = TensorParallel.sizes(sizing.config(), gpus.count());
    }

    Placement placement() {
        describe();
        for (int size : sizes) {
            PerGpu taken = PerGpu.of(sizing, size, budget);
            boolean fits = taken.freeBytes() >= 0;
            steps.add(step(size, taken) + (fits ? "fits" : "does not fit"));
            if (fits) {
                return answer(size, taken, null);
            }
        }
        int most = sizes.getLast();
        PerGpu taken = PerGpu.of(sizing, most, budget);
        return answer(most, taken, reason(most, taken));
    }

    private void describe() {
        steps.add(
                "Budget of a GPU: %s × %s (%s) = %s"
                        .formatted(
                                Amounts.bytes(gpus.memoryBytes()),
                                utilization.share().toPlainString(),
                                utilization.source(),
                                Amounts.bytes(budget)));
        steps.add(
                "Of the %d GPUs of a node, %s can share the model evenly: %d attention heads, %d heads of keys and values, feed-forward layers %s wide%s"
                        .formatted(
                                gpus.count(),
                                words(sizes),
                                sizing.architecture().heads(),
                                sizing.architecture().kv().heads(),
                                words(
                                        sizing.architecture().mlpWidths().stream()
                                                .distinct()
                                                .toList()),
                                groups()));
    }

    private String step(int size, PerGpu taken) {
        return "On %d: %s weights + %s activations + %s overhead + %s KV cache a GPU = %s, "
                .formatted(
                        size,
                        Amounts.bytes(taken.weightsBytes()),
                        Amounts.bytes(taken.activationsBytes()),
                        Amounts.bytes(taken.overheadBytes()),
                        Amounts.bytes(taken.kvCacheBytes()),
                        Amounts.bytes(sizing.total(size)));
    }

    private Placement answer(int size, PerGpu taken, @Nullable String reason) {
        boolean fits = reason == null;
        return new Placement(
                fits,
                gpus.name(),
                gpus.memoryBytes(),
                gpus.count(),
                utilization.share(),
                fits ? size : null,
                fits ? size : null,
                taken,
                sequences(size, taken),
                reason,
                steps);
    }

    /// An encoder keeps nothing of a sequence, so any number fits.
    private @Nullable Long sequences(int size, PerGpu taken) {
        if (!sizing.architecture().kv().keeps()) {
            return null;
        }
        long each = sizing.kvPerSequence(size);
        long sequences = Math.max(0, taken.forCache()) / each;
        steps.add(
                "Sequences of %s tokens on %d: %s left for the KV cache ÷ %s each, rounded down = %d"
                        .formatted(
                                Amount.count(sizing.load().contextLength()),
                                size,
                                Amounts.bytes(Math.max(0, taken.forCache())),
                                Amounts.bytes(each),
                                sequences));
        return sequences;
    }

    private String reason(int most, PerGpu taken) {
        String left =
                most == gpus.count()
                        ? ""
                        : " (more of the node's %d cannot share it evenly)".formatted(gpus.count());
        String lacking = Amounts.bytes(-taken.freeBytes());
        boolean weightsFit = taken.forCache() >= 0;
        String remedy =
                weightsFit
                        ? "the weights fit: lower contextLength or batchSize, set kvCacheDtype to fp8, or use larger GPUs"
                        : "the weights alone do not fit: use larger GPUs or a quantized model, or spread it over nodes by pipeline parallelism, which is not planned here";
        return "On %d GPUs%s each lacks %s; %s".formatted(most, left, lacking, remedy);
    }

    private String groups() {
        long group = sizing.config().format().groupSize();
        return group == 1 ? "" : ", cut at groups of %d weights".formatted(group);
    }

    private static String words(List<?> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
