package io.gantry.deployer.platform;

import io.gantry.events.ComponentState;
import io.gantry.events.Failure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a platform has of one revision.
///
/// @param uid of the InferenceService that it was started for
/// @param served whether it was ever ready, also before its replicas of now: it can be gone back to
/// @param target how many replicas the platform works towards
/// @param runtime name of the serving runtime; null when the predictor brings its own container
/// @param failure why replicas do not get ready; null when nothing is known to be wrong
/// @param places how many replicas had devices, its own and those of what it replaces, when it
///   began to take over their places one by one; null when it does not do that
/// @param devices that each replica holds, for example `nvidia.com/gpu`
/// @param components see [io.gantry.events.PredictorObserved#components]
/// @param requests see [io.gantry.events.PredictorObserved#requests]
/// @param componentStates see [io.gantry.events.PredictorObserved#componentStates]
public record PredictorState(
        PredictorKey key,
        String uid,
        @Nullable String runtime,
        boolean served,
        int target,
        List<Replica> replicas,
        @Nullable Failure failure,
        Progress progress,
        @Nullable Integer places,
        Set<String> devices,
        Map<String, String> components,
        Map<String, Double> requests,
        List<ComponentState> componentStates) {

    public PredictorState {
        replicas = List.copyOf(replicas);
        devices = Set.copyOf(devices);
        components = Map.copyOf(components);
        requests = Map.copyOf(requests);
        componentStates = List.copyOf(componentStates);
    }

    /// Of a platform on which replicas never wait for devices, and a revision without any is none.
    public static PredictorState of(
            PredictorKey key,
            String uid,
            @Nullable String runtime,
            List<Replica> replicas,
            @Nullable Failure failure,
            Map<String, Double> requests) {
        return new PredictorState(
                key,
                uid,
                runtime,
                replicas.stream().anyMatch(Replica::everReady),
                (int) replicas.stream().filter(each -> !each.draining()).count(),
                replicas,
                failure,
                new Progress.Ongoing(),
                null,
                Set.of(),
                Map.of(),
                requests,
                List.of());
    }

    public int ready() {
        return count(Replica::ready);
    }

    /// Replicas that are to stay.
    public int live() {
        return count(replica -> !replica.draining());
    }

    /// Replicas of now that have served.
    public int proven() {
        return count(Replica::everReady);
    }

    private int count(Predicate<Replica> wanted) {
        return Math.toIntExact(replicas.stream().filter(wanted).count());
    }
}
