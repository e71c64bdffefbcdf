package io.gantry.loader.reconcile;

import io.gantry.bus.EventInbox;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.Event;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.NodeEvent;
import io.gantry.events.ServingRuntimeEvent;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.warm.Heartbeat;
import io.gantry.loader.warm.Surroundings;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// When the cache is reconciled: at start, on every event, and on a timer.
@ApplicationScoped
class Schedule {

    private final Reconciler reconciler;
    private final EventInbox inbox;
    private final LoaderConfig config;
    private final Surroundings surroundings;
    private final Heartbeat heartbeat;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("reconcile").factory());

    Schedule(
            Reconciler reconciler,
            EventInbox inbox,
            LoaderConfig config,
            Surroundings surroundings,
            Heartbeat heartbeat) {
        this.reconciler = reconciler;
        this.inbox = inbox;
        this.config = config;
        this.surroundings = surroundings;
        this.heartbeat = heartbeat;
    }

    /// @throws IllegalStateException when the cache directory cannot be used, which ends the
    ///   loader, with what to do about it
    void start(@Observes StartupEvent event) {
        try {
            reconciler.open();
        } catch (LoadFailedException e) {
            throw new IllegalStateException(e.failure().sentences(), e);
        }
        long millis = config.interval().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        reconciler.stop();
    }

    @Incoming("inference-services")
    @Blocking
    void on(ConsumerRecord<String, byte[]> record) {
        take(record, InferenceServiceEvent.class, event -> follow(surroundings.accept(event)));
    }

    @Incoming("serving-runtimes")
    @Blocking
    void onRuntime(ConsumerRecord<String, byte[]> record) {
        take(record, ServingRuntimeEvent.class, event -> follow(surroundings.accept(event)));
    }

    @Incoming("model-caches")
    @Blocking
    void onCache(ConsumerRecord<String, byte[]> record) {
        take(record, ModelCacheEvent.class, event -> follow(surroundings.accept(event)));
    }

    @Incoming("nodes")
    @Blocking
    void onNode(ConsumerRecord<String, byte[]> record) {
        take(
                record,
                NodeEvent.class,
                event -> {
                    heartbeat.recall(event);
                    follow(surroundings.accept(event));
                });
    }

    @Incoming("artifacts")
    @Blocking
    void onOwn(ConsumerRecord<String, byte[]> record) {
        take(record, ArtifactEvent.class, reconciler::recall);
    }

    /// The record that completes what there was at the start counts once it has been handled.
    private <E extends Event> void take(
            ConsumerRecord<String, byte[]> record, Class<E> type, Consumer<E> handler) {
        inbox.handle(record, type, handler);
        reconciler.begin();
    }

    private void follow(boolean changed) {
        if (changed) {
            reconciler.reconcile();
        }
    }

    private void tick() {
        try {
            reconciler.reconcile();
            reconciler.tellProgress();
        } catch (RuntimeException e) {
            // A timer whose task throws never runs it again.
            Log.errorf(e, "Reconciling the cache failed, trying again");
        }
    }
}
