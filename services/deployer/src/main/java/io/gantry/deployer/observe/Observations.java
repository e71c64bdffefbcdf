package io.gantry.deployer.observe;

import io.gantry.bus.EventPublisher;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.placement.Decision;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.events.Failure;
import io.gantry.events.LogicalClock;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Publishes observations that differ from what was published last, also by an earlier run of the
/// deployer.
@ApplicationScoped
public class Observations {

    private final EventPublisher publisher;

    private final String node;
    private final String platform;
    private final LogicalClock clock = new LogicalClock(InstantSource.system());

    /// What was last handed to Kafka of each revision, until its removal has come back.
    private final Map<String, PredictorEvent> sent = new ConcurrentHashMap<>();

    Observations(EventPublisher publisher, DeployerConfig config) {
        this.publisher = publisher;

        this.node = config.node();
        this.platform = config.platform().name().toLowerCase(Locale.ROOT);
    }

    /// Takes note of an event of ours that has come back from Kafka, sent now or by an earlier run.
    public void confirm(PredictorEvent own) {
        clock.witness(own.generation());
        if (own.removal()) {
            sent.computeIfPresent(
                    own.key(), (key, last) -> last.generation() <= own.generation() ? null : last);
        }
    }

    /// One at a time: what is published last was seen last.
    ///
    /// @param confirmed what has last come back of the revision; null when nothing stands
    /// @return what keeps the revision, or some of its replicas, or else another component of its
    ///   service, from being ready
    public synchronized Optional<Failure> observe(
            PredictorKey key,
            Decision decision,
            Supplier<Optional<PredictorState>> state,
            @Nullable PredictorEvent confirmed) {
        PredictorEvent before = sent.get(key.toString());
        PredictorEvent last = before == null ? confirmed : before;
        Observation observation =
                new Observation(
                        key,
                        decision,
                        state.get().orElse(null),
                        node,
                        platform,
                        last instanceof PredictorObserved observed ? observed : null);
        long known = last == null ? 0 : last.generation();
        PredictorEvent now = observation.event(known);
        if (last == null ? !now.removal() : !now.equals(last)) {
            PredictorEvent event = observation.event(clock.next());
            sent.put(event.key(), event);
            publisher.publish(event);
            log(event);
        }
        return now instanceof PredictorObserved observed ? failure(observed) : Optional.empty();
    }

    /// The predictor's before those of the service's other components.
    private static Optional<Failure> failure(PredictorObserved observed) {
        return Optional.ofNullable(observed.failure())
                .or(() ->
                        observed.componentStates().stream()
                                .flatMap(each -> Stream.ofNullable(each.failure()))
                                .findFirst());
    }

    private static void log(PredictorEvent event) {
        if (event instanceof PredictorObserved observed) {
            Failure failure = observed.failure();
            Log.infof(
                    "Predictor observed predictor=%s phase=%s desired=%d ready=%d failure=%s",
                    observed.key(),
                    observed.phase(),
                    observed.desiredReplicas(),
                    observed.endpoints().stream().filter(each -> each.ready()).count(),
                    failure == null ? "none" : failure.reason() + ": " + failure.message());
        } else {
            Log.infof("Predictor removed predictor=%s", event.key());
        }
    }
}
