package io.gantry.registry.timeline;

import io.gantry.events.ArtifactProgressed;
import io.gantry.events.ComponentState;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.PredictorObserved;
import io.gantry.events.ScalingDecided;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells events that people want to hear of from those that only carry new figures. For use by one
/// thread at a time.
final class News {

    /// The last event of each key, by topic and key.
    private final Map<String, Event> last = new HashMap<>();

    /// Whether an event says more than the one of its key before.
    boolean is(Event event) {
        Event before = last.put(event.topic() + "/" + event.key(), event);
        return before == null || differs(before, event);
    }

    private static boolean differs(Event before, Event event) {
        return switch (event) {
            case ArtifactProgressed _ -> !(before instanceof ArtifactProgressed);
            case PredictorObserved now ->
                    !(before instanceof PredictorObserved earlier)
                            || !seen(earlier).equals(seen(now));
            case ScalingDecided now ->
                    !(before instanceof ScalingDecided earlier)
                            || earlier.replicas() != now.replicas();
            default -> true;
        };
    }

    private static Seen seen(PredictorObserved predictor) {
        return new Seen(
                predictor.phase(),
                predictor.desiredReplicas(),
                predictor.endpoints().stream().filter(Endpoint::ready).count(),
                predictor.failure() == null ? null : predictor.failure().message(),
                predictor.componentStates());
    }

    /// What of a predictor people would be told.
    private record Seen(
            PredictorObserved.Phase phase,
            int desired,
            long ready,
            @Nullable String failure,
            List<ComponentState> components) {}
}
