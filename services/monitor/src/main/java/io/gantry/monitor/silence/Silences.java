package io.gantry.monitor.silence;

import io.gantry.bus.EventPublisher;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.LogicalClock;
import io.gantry.events.SilenceCreated;
import io.gantry.events.SilenceDeleted;
import io.gantry.events.SilenceEvent;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// The silences, as the monitor's own topic has them.
@ApplicationScoped
public class Silences {

    private final EventPublisher publisher;
    private final LogicalClock clock = new LogicalClock(InstantSource.system());
    private final LatestStates<SilenceEvent> states = new LatestStates<>();

    Silences(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /// Takes in what the topic says.
    public synchronized void restore(SilenceEvent event) {
        clock.witness(event.generation());
        states.accept(event);
    }

    /// The silences that are in force at an instant and are for an alert with these labels.
    public synchronized List<SilenceCreated> of(Map<String, String> labels, Instant at) {
        return created()
                .filter(silence -> !silence.startsAt().isAfter(at) && silence.endsAt().isAfter(at))
                .filter(silence -> Matchers.fit(silence.matchers(), labels))
                .toList();
    }

    /// Those that have not ended, the first to end first.
    synchronized List<SilenceCreated> lasting(Instant now) {
        return created()
                .filter(silence -> silence.endsAt().isAfter(now))
                .sorted(Comparator.comparing(SilenceCreated::endsAt))
                .toList();
    }

    synchronized SilenceCreated create(SilenceRequest.Checked wanted, Instant now) {
        SilenceCreated silence =
                new SilenceCreated(
                        UUID.randomUUID().toString(),
                        clock.next(),
                        wanted.matchers(),
                        wanted.comment(),
                        wanted.createdBy(),
                        now,
                        wanted.endsAt());
        publish(silence);
        Log.infof(
                "Silence created id=%s matchers=%s until=%s by=%s",
                silence.id(),
                new TreeMap<>(silence.matchers()),
                silence.endsAt(),
                silence.createdBy());
        return silence;
    }

    /// @return false when there is none of this id, or it has ended
    synchronized boolean delete(String id, Instant now) {
        Optional<SilenceEvent> found =
                states.get(Keys.silence(id))
                        .filter(event ->
                                event instanceof SilenceCreated silence
                                        && silence.endsAt().isAfter(now));
        found.ifPresent(event -> {
            publish(new SilenceDeleted(id, clock.next()));
            Log.infof("Silence deleted id=%s", id);
        });
        return found.isPresent();
    }

    private Stream<SilenceCreated> created() {
        return states.present().stream()
                .filter(SilenceCreated.class::isInstance)
                .map(SilenceCreated.class::cast);
    }

    private void publish(SilenceEvent event) {
        states.accept(event);
        publisher.publish(event);
    }
}
