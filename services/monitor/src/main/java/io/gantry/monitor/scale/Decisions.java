package io.gantry.monitor.scale;

import io.gantry.bus.CatchUp;
import io.gantry.bus.EventPublisher;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.LogicalClock;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingEvent;
import io.gantry.events.ScalingRemoved;
import io.gantry.monitor.fleet.RevisionId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The decisions that stand, as the monitor's own topic has them. What is published there is read
/// back at the next start, so that a restart goes on where the last monitor stopped.
@ApplicationScoped
class Decisions {

    private final EventPublisher publisher;
    private final CatchUp catchUp;
    private final LogicalClock clock = new LogicalClock(InstantSource.system());
    private final LatestStates<ScalingEvent> states = new LatestStates<>();
    private final Map<RevisionId, Evaluation> evaluations = new HashMap<>();
    private final MultiGauge desired;

    Decisions(EventPublisher publisher, CatchUp catchUp, MeterRegistry metrics) {
        this.publisher = publisher;
        this.catchUp = catchUp;
        this.desired =
                MultiGauge.builder("gantry.monitor.desired.replicas")
                        .description("Replicas that were decided, by revision")
                        .register(metrics);
    }

    /// True once what stands, and all that it depends on, was read back. Before, nothing may be
    /// decided.
    boolean complete() {
        return catchUp.reached();
    }

    /// Takes in what was read from the topic.
    ///
    /// @return the decision if it is news, which means that another monitor made it
    synchronized Optional<ScalingDecided> restore(ScalingEvent event) {
        clock.witness(event.generation());
        if (!states.accept(event)) {
            return Optional.empty();
        }
        measure();
        return Optional.of(event)
                .filter(ScalingDecided.class::isInstance)
                .map(ScalingDecided.class::cast);
    }

    synchronized Optional<ScalingDecided> standing(RevisionId id) {
        return states.get(Keys.revision(id.namespace(), id.service(), id.revision()))
                .filter(ScalingDecided.class::isInstance)
                .map(ScalingDecided.class::cast);
    }

    /// How the revision was last looked at; empty before the first look since the start.
    synchronized Optional<Evaluation> latest(RevisionId id) {
        return Optional.ofNullable(evaluations.get(id));
    }

    synchronized List<ScalingDecided> standing() {
        return states.present().stream()
                .filter(ScalingDecided.class::isInstance)
                .map(ScalingDecided.class::cast)
                .toList();
    }

    /// Publishes the decision unless it is what stands already.
    synchronized void decide(RevisionId id, Decision decision, Instant now) {
        evaluations.put(id, new Evaluation(decision, now));
        if (standing(id).map(ScalingDecided::replicas).orElse(-1) == decision.replicas()) {
            return;
        }
        publish(
                new ScalingDecided(
                        id.namespace(),
                        id.service(),
                        id.revision(),
                        clock.next(),
                        decision.replicas(),
                        decision.reason(),
                        decision.inputs(),
                        decision.leave()));
        Log.infof(
                "Decided revision=%s replicas=%d reason=%s",
                id, decision.replicas(), decision.reason());
    }

    /// Publishes that the revision is no longer scaled.
    synchronized void remove(RevisionId id) {
        evaluations.remove(id);
        publish(new ScalingRemoved(id.namespace(), id.service(), id.revision(), clock.next()));
        Log.infof("No longer scaled revision=%s", id);
    }

    private void publish(ScalingEvent event) {
        states.accept(event);
        publisher.publish(event);
        measure();
    }

    private void measure() {
        desired.register(
                standing().stream()
                        .map(decision ->
                                MultiGauge.Row.of(
                                        Tags.of(
                                                "namespace", decision.namespace(),
                                                "name", decision.name(),
                                                "revision", decision.revision()),
                                        decision.replicas()))
                        .collect(Collectors.toList()),
                true);
    }

    /// @param decision what came of it, which stands already or was published
    record Evaluation(Decision decision, Instant at) {}
}
