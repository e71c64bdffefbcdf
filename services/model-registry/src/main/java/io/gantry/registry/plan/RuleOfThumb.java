package io.gantry.registry.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.text.Amounts;
import io.gantry.registry.plan.PlanRequest.ModelSize;
import io.gantry.registry.plan.PlanRequest.Rate;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What follows from the size of a model's files alone.
@Schema(name = "RuleOfThumb", description = "What follows from the size of a model's files alone")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record RuleOfThumb(
        @Schema(description = "Size of the model's files or, without them, of its weights")
                long modelSizeBytes,
        @Schema(description = "Memory of a replica: the model's size times 2.5") long memoryBytes,
        @Schema(description = "Memory of a replica's GPUs: at least the model's size times 1.5")
                long vramBytes,
        @Schema(description = "Peak requests a second over what a replica answers, rounded up")
                @Nullable Long replicas,
        @Schema(description = "How each figure was computed") List<String> steps) {

    RuleOfThumb {
        steps = List.copyOf(steps);
    }

    static RuleOfThumb of(ModelSize size, @Nullable Rate rate) {
        long bytes = size.bytes();
        long memory = Math.ceilDiv(Exact.product(5, bytes), 2);
        long vram = Math.ceilDiv(Exact.product(3, bytes), 2);
        List<String> steps = new ArrayList<>();
        steps.add("Model size: %s, %s".formatted(Amounts.bytes(bytes), size.source()));
        steps.add("Memory: %s × 2.5 = %s".formatted(Amounts.bytes(bytes), Amounts.bytes(memory)));
        steps.add("VRAM: %s × 1.5 = %s".formatted(Amounts.bytes(bytes), Amounts.bytes(vram)));
        Long replicas = rate == null ? null : replicas(rate);
        if (rate != null) {
            steps.add(
                    "Replicas: %s requests/s at peak ÷ %s requests/s of one replica, rounded up = %d"
                            .formatted(
                                    rate.peak().toPlainString(),
                                    rate.perReplica().toPlainString(),
                                    replicas));
        }
        return new RuleOfThumb(bytes, memory, vram, replicas, steps);
    }

    private static long replicas(Rate rate) {
        return rate.peak().divide(rate.perReplica(), 0, RoundingMode.CEILING).longValueExact();
    }
}
