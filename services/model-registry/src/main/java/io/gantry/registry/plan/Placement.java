package io.gantry.registry.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.text.Amounts;
import io.gantry.registry.plan.PlanRequest.Utilization;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Whether a replica fits the GPUs of one node, and how many it takes.
@Schema(
        name = "PlanPlacement",
        description = "Whether a replica fits the GPUs of one node, and how many it takes")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record Placement(
        boolean fits,
        @Schema(examples = "H100") String gpu,
        @Schema(description = "Memory of each GPU") long gpuMemoryBytes,
        @Schema(description = "How many a node has") int gpusPerNode,
        @Schema(description = "Share of a GPU's memory that may be taken")
                BigDecimal gpuMemoryUtilization,
        @Schema(description = "How many GPUs a replica takes, when it fits") @Nullable Integer gpus,
        @Schema(description = "Missing where attention heads are not known")
                @Nullable Integer tensorParallelSize,
        @Schema(
                        description =
                                "What is taken of each GPU; of the most that can share the model, when it does not fit")
                @Nullable PerGpu perGpu,
        @Schema(description = "How many sequences of the whole context length fit at once")
                @Nullable Long sequencesThatFit,
        @Schema(description = "Why it does not fit, and what to do") @Nullable String reason,
        @Schema(description = "How each figure was computed") List<String> steps) {

    Placement {
        steps = List.copyOf(steps);
    }

    static Placement of(Sizing sizing, Gpus gpus, Utilization utilization) {
        return new Search(sizing, gpus, utilization).placement();
    }

    /// By the rule of thumb, where attention heads are not known.
    static Placement of(RuleOfThumb rule, Gpus gpus, Utilization utilization) {
        long needed = Math.ceilDiv(rule.vramBytes(), gpus.memoryBytes());
        boolean fits = needed <= gpus.count();
        String step =
                "GPUs: %s ÷ %s, rounded up = %d of the %d of a node"
                        .formatted(
                                Amounts.bytes(rule.vramBytes()),
                                Amounts.bytes(gpus.memoryBytes()),
                                needed,
                                gpus.count());
        return new Placement(
                fits,
                gpus.name(),
                gpus.memoryBytes(),
                gpus.count(),
                utilization.share(),
                fits ? Math.toIntExact(needed) : null,
                null,
                null,
                null,
                fits
                        ? null
                        : "By the rule of thumb a replica takes %d GPUs and a node has %d; use larger GPUs or a quantized model"
                                .formatted(needed, gpus.count()),
                List.of(step));
    }

    static long budget(Gpus gpus, Utilization utilization) {
        return BigDecimal.valueOf(gpus.memoryBytes())
                .multiply(utilization.share())
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /// What is taken of one GPU.
    @Schema(name = "PlanPerGpu", description = "What is taken of one GPU")
    @RegisterForReflection
    record PerGpu(
            @Schema(description = "What may be taken: memory times utilization") long budgetBytes,
            long weightsBytes,
            long activationsBytes,
            long overheadBytes,
            @Schema(description = "For the sequences that were asked for") long kvCacheBytes,
            @Schema(description = "What is left; below 0 what is lacking") long freeBytes) {

        static PerGpu of(Sizing sizing, int gpus, long budget) {
            return new PerGpu(
                    budget,
                    sizing.weights(gpus),
                    sizing.activations(gpus),
                    Sizing.OVERHEAD,
                    sizing.kv(gpus),
                    Math.subtractExact(budget, sizing.total(gpus)));
        }

        /// What is left for the KV cache.
        long forCache() {
            return Exact.sum(freeBytes, kvCacheBytes);
        }
    }
}
