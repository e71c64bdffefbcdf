package io.gantry.kserve.render;

import io.gantry.kserve.api.Container;
import java.util.List;

/// What to start for a predictor, or why nothing can be started.
public sealed interface Rendering {

    /// The container that serves the model, and those that run beside it.
    record Rendered(Container container, List<Container> sidecars) implements Rendering {
        public Rendered {
            sidecars = List.copyOf(sidecars);
        }
    }

    /// The runtime and the predictor make no container; KServe's reason is `InvalidPredictorSpec`.
    record Invalid(String message) implements Rendering {
        /// KServe's reason for `status.modelStatus.lastFailureInfo`.
        public static final String REASON = "InvalidPredictorSpec";
    }
}
