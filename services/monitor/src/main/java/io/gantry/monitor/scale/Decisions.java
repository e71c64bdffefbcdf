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
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The decisions that stand, as the monitors' own topic has them. All monitors read it, so that
/// each goes on where another, or the one before it, stopped.
@Singleton
class Decisions {

    private final EventPublisher publisher;
    private final CatchUp catchUp;
    private final LogicalClock clock = new LogicalClock(InstantSource.system());
    private final LatestStates<ScalingEvent> states = new LatestStates<>();
    private final Map<RevisionId, Evaluation> evaluations = new HashMap<>();
    private final MultiGauge desired;
    private final Share share;
    private final Map<ServiceId, Set<RevisionId>> ofServices = new HashMap<>();
    private boolean changed;
    private long toldAt = -1;

    Decisions(EventPublisher publisher, CatchUp catchUp, Share share, MeterRegistry metrics) {
        this.publisher = publisher;
        this.catchUp = catchUp;
        this.share = share;
        this.desired =
                MultiGauge.builder("gantry.monitor.desired.replicas")
                        .description("Replicas that were decided, by revision")
                        .register(metrics);
    }

    /// True when it is this monitor that decides for the revision, and what stands, and all that it
    /// depends on, was read back.
    boolean mayDecide(RevisionId id) {
        return catchUp.reached() && share.owns(id.serviceId());
    }

    /// Takes in what was read from the topic.
    ///
    /// @return true if it is news, which means that another monitor published it
    synchronized boolean restore(ScalingEvent event) {
        clock.witness(event.generation());
        boolean news = states.accept(event);
        if (news) {
            note(event);
        }
        return news;
    }

    synchronized Optional<ScalingDecided> standing(RevisionId id) {
        return states.get(Keys.revision(id.namespace(), id.service(), id.revision()))
                .filter(ScalingDecided.class::isInstance)
                .map(ScalingDecided.class::cast);
    }

    /// How the revision was last looked at; empty before the first look since the start, and while
    /// it is another monitor that looks.
    synchronized Optional<Evaluation> latest(RevisionId id) {
        return Optional.ofNullable(evaluations.get(id))
                .filter(_ -> share.tenure(id.serviceId()).isPresent());
    }

    synchronized List<ScalingDecided> standing() {
        return states.present().stream()
                .filter(ScalingDecided.class::isInstance)
                .map(ScalingDecided.class::cast)
                .toList();
    }

    /// Those for one service's revisions.
    synchronized List<ScalingDecided> standing(ServiceId id) {
        return ofServices.getOrDefault(id, Set.of()).stream()
                .flatMap(revision -> standing(revision).stream())
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
                        decision.leave(),
                        decision.rule(),
                        decision.clamp()));
        Log.infof(
                "Decided revision=%s replicas=%d reason=%s",
                id, decision.replicas(), decision.reason());
    }

    /// Publishes that the revision is no longer scaled.
    synchronized void remove(RevisionId id) {
        publish(new ScalingRemoved(id.namespace(), id.service(), id.revision(), clock.next()));
        Log.infof("No longer scaled revision=%s", id);
    }

    private void publish(ScalingEvent event) {
        states.accept(event);
        note(event);
        publisher.publish(event);
    }

    private void note(ScalingEvent event) {
        RevisionId id = idOf(event);
        Set<RevisionId> siblings = ofServices.computeIfAbsent(id.serviceId(), _ -> new HashSet<>());
        changed |= event.removal() ? siblings.remove(id) : siblings.add(id);
        if (event.removal()) {
            evaluations.remove(id);
        }
        if (siblings.isEmpty()) {
            ofServices.remove(id.serviceId());
        }
    }

    /// Brings the metric up to date: a decision is told by the monitor that its revision comes to.
    synchronized void tell() {
        if (!changed && toldAt == share.changes()) {
            return;
        }
        changed = false;
        toldAt = share.changes();
        desired.register(
                ofServices.entrySet().stream()
                        .filter(entry -> share.tenure(entry.getKey()).isPresent())
                        .flatMap(entry -> entry.getValue().stream())
                        .map(this::row)
                        .collect(Collectors.toList()));
    }

    private MultiGauge.Row<?> row(RevisionId id) {
        return MultiGauge.Row.of(
                Tags.of(
                        "namespace", id.namespace(),
                        "name", id.service(),
                        "revision", id.revision()),
                () -> standing(id).map(ScalingDecided::replicas).orElse(0));
    }

    static RevisionId idOf(ScalingEvent event) {
        return new RevisionId(event.namespace(), event.name(), event.revision());
    }

    /// @param decision what came of it, which stands already or was published
    record Evaluation(Decision decision, Instant at) {}
}
