package io.gantry.kube.render;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.render.PredictorContainer;
import io.gantry.kserve.render.Rendering;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A predictor's workload and containers.
final class Predictors {
    private Predictors() {}

    /// @param revision null for what all revisions share
    /// @param name of the Deployment
    static Workload workload(RevisionRequest request, @Nullable String revision, String name) {
        ServingRuntime runtime = request.runtime();
        if (runtime == null) {
            return new Workload(
                    Defaulting.apply(request.service()),
                    ComponentKind.PREDICTOR,
                    Defaulting.component(request.predictor()),
                    null,
                    revision,
                    name);
        }
        InferenceService completed =
                PredictorContainer.completed(request.service(), request.predictor(), runtime);
        Component predictor = Objects.requireNonNull(completed.predictor());
        return new Workload(completed, ComponentKind.PREDICTOR, predictor, runtime, revision, name);
    }

    static Rendering containers(RevisionRequest request) {
        ServingRuntime runtime = request.runtime();
        return runtime == null
                ? PredictorContainer.of(request.service(), request.predictor())
                : PredictorContainer.of(request.service(), request.predictor(), runtime);
    }
}
