package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The predictor's replicas as the deployer sees them.
///
/// @param desiredReplicas what the deployer is working towards
/// @param endpoints one for each replica that runs, ready or not
/// @param runtime name of the serving runtime in use; null while none is chosen
/// @param failure what keeps the predictor from being ready, or some of its replicas while others
///   serve; null when nothing does
/// @param components where the service's `transformer` and `explainer` are reached, as `host:port`;
///   empty where it has none, or the platform runs predictors only
/// @param platform what it runs on, `local` or `kubernetes`; null when an earlier version wrote it
/// @param requests what each replica asks for of its machine: `cpu` in cores, `memory` in bytes;
///   empty where it asks for nothing, and on `kubernetes`, where the pods have it
/// @param componentStates how the service's transformer and explainer fare; empty where it has
///   none, or the platform runs predictors only
public record PredictorObserved(
        String namespace,
        String name,
        String revision,
        long generation,
        Phase phase,
        int desiredReplicas,
        List<Endpoint> endpoints,
        @Nullable String runtime,
        @Nullable Failure failure,
        Map<String, String> components,
        @Nullable String platform,
        Map<String, Double> requests,
        List<ComponentState> componentStates)
        implements PredictorEvent {

    /// The component that requests enter by where a service has one.
    public static final String TRANSFORMER = "transformer";

    /// The component that explains.
    public static final String EXPLAINER = "explainer";

    /// The platform whose predictors are processes of this machine.
    public static final String LOCAL = "local";

    /// The platform that runs all components of a service, as pods.
    public static final String KUBERNETES = "kubernetes";

    public PredictorObserved {
        endpoints = List.copyOf(endpoints);
        components = Map.copyOf(components);
        requests = Map.copyOf(requests);
        componentStates = List.copyOf(componentStates);
    }

    /// Of a service of whose other components no more is known than where they are.
    public PredictorObserved(
            String namespace,
            String name,
            String revision,
            long generation,
            Phase phase,
            int desiredReplicas,
            List<Endpoint> endpoints,
            @Nullable String runtime,
            @Nullable Failure failure,
            Map<String, String> components,
            @Nullable String platform,
            Map<String, Double> requests) {
        this(
                namespace,
                name,
                revision,
                generation,
                phase,
                desiredReplicas,
                endpoints,
                runtime,
                failure,
                components,
                platform,
                requests,
                List.of());
    }

    /// On a platform that does not matter.
    public PredictorObserved(
            String namespace,
            String name,
            String revision,
            long generation,
            Phase phase,
            int desiredReplicas,
            List<Endpoint> endpoints,
            @Nullable String runtime,
            @Nullable Failure failure,
            Map<String, String> components) {
        this(
                namespace,
                name,
                revision,
                generation,
                phase,
                desiredReplicas,
                endpoints,
                runtime,
                failure,
                components,
                null,
                Map.of());
    }

    /// Of a service with nothing but predictors, on a platform that does not matter.
    public PredictorObserved(
            String namespace,
            String name,
            String revision,
            long generation,
            Phase phase,
            int desiredReplicas,
            List<Endpoint> endpoints,
            @Nullable String runtime,
            @Nullable Failure failure) {
        this(
                namespace,
                name,
                revision,
                generation,
                phase,
                desiredReplicas,
                endpoints,
                runtime,
                failure,
                Map.of());
    }

    @Override
    public boolean removal() {
        return false;
    }

    /// Whether each replica brings the model's files by itself, as pods do: then what a loader does
    /// or fails to do only makes it start sooner or later.
    public boolean replicasBringModels() {
        return platform != null && !platform.equals(LOCAL);
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
