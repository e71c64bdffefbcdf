package io.gantry.kserve.select;

import io.gantry.kserve.api.ServingRuntime;

/// The runtime that serves a predictor, or why there is none.
public sealed interface RuntimeSelection {

    /// This runtime serves the model.
    record Selected(ServingRuntime runtime) implements RuntimeSelection {}

    /// The predictor brings its own containers and needs no runtime.
    record OwnContainers() implements RuntimeSelection {}

    /// No runtime serves the model.
    sealed interface Refused extends RuntimeSelection {
        /// What was wanted, which runtimes exist, why none of them fits, and what to do.
        String message();

        /// KServe's reason for `status.modelStatus.lastFailureInfo`.
        default String reason() {
            return switch (this) {
                case RuntimeNotRecognized _ -> "RuntimeNotRecognized";
                case RuntimeDisabled _ -> "RuntimeDisabled";
                case NoSupportingRuntime _, ProtocolNotSupported _, FormatNotSupported _ ->
                        "NoSupportingRuntime";
                case MultiNodeNotSupported _, NoModel _ -> "InvalidPredictorSpec";
            };
        }
    }

    /// No runtime was named, and none fits.
    record NoSupportingRuntime(String message) implements Refused {}

    /// There is no runtime of the name given.
    record RuntimeNotRecognized(String message) implements Refused {}

    /// The runtime named is disabled.
    record RuntimeDisabled(String message) implements Refused {}

    /// The runtime named does not speak the protocol asked for.
    record ProtocolNotSupported(String message) implements Refused {}

    /// The runtime named does not serve the model's format.
    record FormatNotSupported(String message) implements Refused {}

    /// The predictor wants several nodes and the runtime named serves on one.
    record MultiNodeNotSupported(String message) implements Refused {}

    /// There is neither a model with a format nor a container.
    record NoModel(String message) implements Refused {}
}
