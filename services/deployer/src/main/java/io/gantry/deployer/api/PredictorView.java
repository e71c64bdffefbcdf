package io.gantry.deployer.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.ComponentState;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.PredictorObserved;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A predictor as it is shown.
///
/// @param componentStates of the transformer and the explainer of its service, where they are run
@JsonInclude(JsonInclude.Include.NON_NULL)
record PredictorView(
        String namespace,
        String name,
        String revision,
        PredictorObserved.Phase phase,
        int desiredReplicas,
        int readyReplicas,
        @Nullable String runtime,
        List<Endpoint> endpoints,
        @Nullable Failure failure,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ComponentState> componentStates) {

    PredictorView {
        endpoints = List.copyOf(endpoints);
        componentStates = List.copyOf(componentStates);
    }

    static PredictorView of(PredictorObserved observed) {
        return new PredictorView(
                observed.namespace(),
                observed.name(),
                observed.revision(),
                observed.phase(),
                observed.desiredReplicas(),
                Math.toIntExact(observed.endpoints().stream().filter(Endpoint::ready).count()),
                observed.runtime(),
                observed.endpoints(),
                observed.failure(),
                observed.componentStates());
    }
}
