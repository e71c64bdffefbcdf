package io.gantry.proxy.log;

import io.gantry.bus.EventPublisher;
import io.gantry.events.EncodedEvent;
import io.gantry.events.InferenceLogEvent;
import io.gantry.events.LoggedExchange;
import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.route.LogPolicy;
import io.gantry.proxy.route.RevisionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.MultiMap;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Sends the bodies of exchanges to where they are logged.
@Singleton
public class InferenceLog {

    /// KServe's logger keeps an event's id that the client gives (`pkg/logger/handler.go`).
    private static final String ID = "Ce-Id";

    /// As long as a Kafka that is there takes for what is on its way.
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final UnderWay underWay = new UnderWay();
    private final int maxBody;
    private final EventPublisher encoder;
    private final LogTopic topic;
    private final LogSinks sinks;
    private final Budget budget;
    private final Counter logged;
    private final Counter dropped;

    /// Encoding and handing over are not the event loops' work. One thread, so that an answer does
    /// not overtake its request.
    private final ExecutorService sending =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("inference-log").factory());

    InferenceLog(
            ProxyConfig config,
            EventPublisher encoder,
            LogTopic topic,
            LogSinks sinks,
            MeterRegistry registry) {
        this.maxBody = Math.toIntExact(config.log().maxBody().asLongValue());
        this.encoder = encoder;
        this.topic = topic;
        this.sinks = sinks;
        this.budget = new Budget(config.log().maxHeld().asLongValue());
        this.logged =
                Counter.builder("gantry.proxy.log.events")
                        .description("Bodies that were logged")
                        .register(registry);
        this.dropped =
                Counter.builder("gantry.proxy.log.dropped")
                        .description("Bodies that were to be logged and were not")
                        .register(registry);
        Gauge.builder("gantry.proxy.log.held", budget, Budget::held)
                .description("Bodies that are being logged, in bytes")
                .baseUnit("bytes")
                .register(registry);
    }

    /// Begins to log an exchange, if that is its turn.
    ///
    /// @param requestId for want of an id of the client's own
    public Optional<Recording> begin(
            LogPolicy policy, RevisionId revision, MultiMap headers, String requestId) {
        if (policy.percent() < 100
                && ThreadLocalRandom.current().nextDouble(100) >= policy.percent()) {
            return Optional.empty();
        }
        String given = headers.get(ID);
        LoggedExchange exchange =
                new LoggedExchange(
                        given == null || given.isBlank() ? requestId : given,
                        revision.namespace(),
                        revision.service(),
                        policy.component(),
                        revision.revision(),
                        chosen(policy.headers(), headers),
                        policy.annotations());
        return Optional.of(new Recording(this, exchange, policy, maxBody));
    }

    private static Map<String, List<String>> chosen(List<String> wanted, MultiMap headers) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> chosen = new HashMap<>();
        for (String name : wanted) {
            List<String> values = headers.getAll(name);
            if (!values.isEmpty()) {
                chosen.put(name, new ArrayList<>(values));
            }
        }
        return chosen;
    }

    Budget budget() {
        return budget;
    }

    /// For want of room.
    void dropped() {
        dropped.increment();
    }

    /// @param held what the event holds of the budget
    /// @param sink null for Kafka
    void publish(InferenceLogEvent event, long held, @Nullable URI sink) {
        underWay.begun();
        try {
            sending.execute(() -> send(event, held, sink));
        } catch (RejectedExecutionException e) {
            // The proxy ends.
            ended(held, e);
        }
    }

    private void send(InferenceLogEvent event, long held, @Nullable URI sink) {
        try {
            EncodedEvent encoded = encoder.encode(event);
            CompletionStage<Void> sent =
                    sink == null ? topic.send(encoded) : sinks.post(sink, encoded);
            var _ = sent.whenComplete((_, failure) -> ended(held, failure));
        } catch (RuntimeException e) {
            ended(held, e);
        }
    }

    private void ended(long held, @Nullable Throwable failure) {
        budget.giveBack(held);
        underWay.ended();
        if (failure == null) {
            logged.increment();
        } else {
            dropped.increment();
            Log.debugf("A body could not be logged reason=%s", failure.getMessage());
        }
    }

    /// Before Quarkus closes the producer: what was queued or is on its way gets a moment, and what
    /// is left then is lost, and counted.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        sending.shutdown();
        int left = underWay.awaitNone(GOODBYE);
        if (left > 0) {
            sending.shutdownNow();
            dropped.increment(left);
            Log.warnf("Bodies could not be logged before the end count=%d", left);
        }
    }
}
