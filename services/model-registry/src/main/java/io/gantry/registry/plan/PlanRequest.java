package io.gantry.registry.plan;

import io.gantry.problem.Problem.FieldError;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.profile.Profile;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What is to be planned, read and checked.
///
/// @param size of the model's files; null when it follows from `config`, or from `model`
/// @param model a registered model whose files' size is wanted; null when none is named
/// @param config null when none was given, or it cannot be counted
/// @param unknown why `config` cannot be counted; null when it can
/// @param gpus null when nothing is to be placed
/// @param rate null when replicas are not asked for
record PlanRequest(
        @Nullable ModelSize size,
        @Nullable ServiceKey model,
        @Nullable ModelConfig config,
        @Nullable FieldError unknown,
        Load load,
        @Nullable Gpus gpus,
        Utilization utilization,
        @Nullable Rate rate,
        @Nullable Profile profile) {

    PlanRequest withSize(ModelSize known) {
        return new PlanRequest(
                known, model, config, unknown, load, gpus, utilization, rate, profile);
    }

    /// @param source where the size is known from, in words
    record ModelSize(long bytes, String source) {}

    /// @param contextLength tokens that a sequence may have
    /// @param sequences how many are to be worked on at once
    record Load(long contextLength, long sequences, KvDtype kvDtype) {}

    /// @param share of a GPU's memory that may be taken, 0 to 1
    /// @param source why this share, in words
    record Utilization(BigDecimal share, String source) {

        /// vLLM's.
        static final BigDecimal USUAL = new BigDecimal("0.9");
    }

    /// Requests a second.
    ///
    /// @param peak the most that will come
    /// @param perReplica what one replica answers
    record Rate(BigDecimal peak, BigDecimal perReplica) {}
}
