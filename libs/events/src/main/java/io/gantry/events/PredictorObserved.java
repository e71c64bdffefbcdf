package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The predictor's replicas as the deployer sees them.
///
/// @param desiredReplicas what the deployer is working towards
/// @param endpoints one for each replica that runs, ready or not
/// @param runtime name of the serving runtime in use; null while none is chosen
/// @param failure what keeps the predictor from being ready; null when nothing does
public record PredictorObserved(
        String namespace,
        String name,
        String revision,
        long generation,
        Phase phase,
        int desiredReplicas,
        List<Endpoint> endpoints,
        @Nullable String runtime,
        @Nullable Failure failure)
        implements PredictorEvent {

    public PredictorObserved {
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public boolean removal() {
        return false;
    }

    /// Where the predictor stands.
    public enum Phase {
        /// Waits for its artifact or its runtime.
        @JsonProperty("Pending")
        PENDING,
        /// Replicas are starting and none is ready.
        @JsonProperty("Loading")
        LOADING,
        /// At least one replica is ready.
        @JsonProperty("Ready")
        READY,
        /// Scaled to zero; a request wakes it.
        @JsonProperty("Standby")
        STANDBY,
        /// No replica is ready and trying again has not helped so far.
        @JsonProperty("Failed")
        FAILED
    }
}
