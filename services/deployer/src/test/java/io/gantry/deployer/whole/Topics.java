package io.gantry.deployer.whole;

import static org.awaitility.Awaitility.await;

import io.gantry.bus.EventInbox;
import io.gantry.bus.EventPublisher;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// What tests see of Kafka: they publish as the other services do, and read what the deployer
/// publishes as the proxy does.
@ApplicationScoped
class Topics {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventPublisher publisher;
    private final Map<String, List<PredictorEvent>> predictors = new ConcurrentHashMap<>();

    Topics(EventPublisher publisher) {
        this.publisher = publisher;
    }

    void start(@Observes StartupEvent event) {
        predictors.clear();
    }

    @Incoming("seen-predictors")
    @Blocking
    void seen(ConsumerRecord<String, byte[]> record) throws UnreadableEventException {
        Optional<Event> event =
                EventCodec.decode(Topic.PREDICTORS, EventInbox.headers(record), record.value());
        if (event.orElseThrow() instanceof PredictorEvent predictor) {
            predictors
                    .computeIfAbsent(record.key(), key -> new CopyOnWriteArrayList<>())
                    .add(predictor);
        }
    }

    void publish(Event... events) {
        try {
            for (Event event : events) {
                publisher.send(event).toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// All that was published of a revision, the oldest first.
    List<PredictorEvent> history(TestModel model, int revision) {
        return predictors.getOrDefault(
                "%s/%s/%s"
                        .formatted(TestModel.NAMESPACE, model.name(), model.revisionName(revision)),
                List.of());
    }

    /// What was published last; empty when that is nothing or a removal.
    Optional<PredictorObserved> latest(TestModel model, int revision) {
        List<PredictorEvent> history = history(model, revision);
        return !history.isEmpty() && history.getLast() instanceof PredictorObserved observed
                ? Optional.of(observed)
                : Optional.empty();
    }

    PredictorObserved awaitReady(TestModel model, int revision, int replicas) {
        return awaitState(
                model,
                revision,
                observed ->
                        observed.phase() == Phase.READY && readyEndpoints(observed) == replicas);
    }

    PredictorObserved awaitPhase(TestModel model, int revision, Phase phase) {
        return awaitState(model, revision, observed -> observed.phase() == phase);
    }

    PredictorObserved awaitState(
            TestModel model, int revision, Predicate<PredictorObserved> expected) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> latest(model, revision),
                        observed -> observed.filter(expected).isPresent())
                .orElseThrow();
    }

    void awaitRemoved(TestModel model, int revision) {
        await().atMost(PATIENCE)
                .until(() -> {
                    List<PredictorEvent> history = history(model, revision);
                    return !history.isEmpty() && history.getLast().removal();
                });
    }

    static int readyEndpoints(PredictorObserved observed) {
        return Math.toIntExact(observed.endpoints().stream().filter(Endpoint::ready).count());
    }
}
