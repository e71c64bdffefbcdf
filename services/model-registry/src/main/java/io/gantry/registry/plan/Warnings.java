package io.gantry.registry.plan;

import io.gantry.events.text.Amounts;
import io.gantry.problem.Problem.FieldError;
import io.gantry.registry.plan.PlanRequest.ModelSize;
import io.gantry.registry.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What to look at before a plan is relied on.
final class Warnings {

    /// Files and count that differ by more do not belong together, or the files are there twice.
    private static final double LIKELY_DIFFERENCE = 0.2;

    private Warnings() {}

    static List<String> of(
            PlanRequest request,
            RuleOfThumb rule,
            @Nullable Sizing sizing,
            @Nullable Placement placement) {
        List<String> warnings = new ArrayList<>();
        FieldError unknown = request.unknown();
        if (unknown != null) {
            warnings.add(
                    "%s %s; all figures are by the rule of thumb"
                            .formatted(unknown.field(), unknown.message()));
        }
        if (sizing != null) {
            context(sizing).ifPresent(warnings::add);
            type(sizing.config().format()).ifPresent(warnings::add);
            oldGpu(sizing.config().format(), request.gpus()).ifPresent(warnings::add);
            difference(sizing, request.size()).ifPresent(warnings::add);
        } else if (placement != null && placement.gpus() != null && placement.gpus() > 1) {
            warnings.add(
                    "How many attention heads the model has is not known, so whether %d GPUs can share it is not, either; give config"
                            .formatted(placement.gpus()));
        }
        replicas(rule, request.profile()).ifPresent(warnings::add);
        return warnings;
    }

    private static Optional<String> context(Sizing sizing) {
        long longest = sizing.architecture().contextLength();
        long asked = sizing.load().contextLength();
        return longest == 0 || asked <= longest
                ? Optional.empty()
                : Optional.of(
                        "contextLength %d is beyond config.max_position_embeddings %d; vLLM refuses it unless the model's rope_scaling reaches so far"
                                .formatted(asked, longest));
    }

    private static Optional<String> type(WeightFormat format) {
        Dtype asked = format.asked();
        if (asked != null && !asked.computes() && asked != Dtype.FP8) {
            return Optional.of(
                    "vLLM does not make weights %s itself; serve a checkpoint that is quantized so"
                            .formatted(format.name()));
        }
        return asked != null
                        || format.quantization().isPresent()
                        || format.activations() != Dtype.FP32
                ? Optional.empty()
                : Optional.of(
                        "The weights are planned in fp32, as config.json says; vLLM loads them in 16 bits unless told otherwise: give dtype bf16 to plan for that");
    }

    private static Optional<String> oldGpu(WeightFormat format, @Nullable Gpus gpus) {
        boolean old = gpus != null && gpus.name().equals(Accelerator.T4.label());
        return old && format.activations() == Dtype.BF16
                ? Optional.of("T4 does not compute in bf16, so vLLM refuses it; give dtype fp16")
                : Optional.empty();
    }

    private static Optional<String> difference(Sizing sizing, @Nullable ModelSize size) {
        WeightFormat format = sizing.config().format();
        if (size == null || format.source() == WeightFormat.Source.ASKED) {
            return Optional.empty();
        }
        long counted = format.bytes(sizing.architecture().parameters());
        double difference = Math.abs(size.bytes() - counted) / (double) counted;
        return difference <= LIKELY_DIFFERENCE
                ? Optional.empty()
                : Optional.of(
                        "The model's files are %s, and config.json counts %s; do they belong together, or are weights there twice?"
                                .formatted(Amounts.bytes(size.bytes()), Amounts.bytes(counted)));
    }

    private static Optional<String> replicas(RuleOfThumb rule, @Nullable Profile profile) {
        Long replicas = rule.replicas();
        return replicas == null || profile == null || replicas <= profile.defaults().maxReplicas()
                ? Optional.empty()
                : Optional.of(
                        "The peak takes %d replicas and the profile %s stops at %d; set maxReplicas"
                                .formatted(
                                        replicas,
                                        profile.word(),
                                        profile.defaults().maxReplicas()));
    }
}
