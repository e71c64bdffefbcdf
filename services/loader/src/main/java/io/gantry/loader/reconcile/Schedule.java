package io.gantry.loader.reconcile;

import io.gantry.bus.EventInbox;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.outcome.LoadFailedException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// When the cache is reconciled: at start, on every event, and on a timer.
@ApplicationScoped
class Schedule {

    private final Reconciler reconciler;
    private final EventInbox inbox;
    private final LoaderConfig config;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("reconcile").factory());

    Schedule(Reconciler reconciler, EventInbox inbox, LoaderConfig config) {
        this.reconciler = reconciler;
        this.inbox = inbox;
        this.config = config;
    }

    /// @throws LoadFailedException when the cache directory cannot be used, which ends the loader
    void start(@Observes StartupEvent event) throws LoadFailedException {
        reconciler.open();
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
        inbox.handle(record, InferenceServiceEvent.class, reconciler::accept);
    }

    @Incoming("artifacts")
    @Blocking
    void onOwn(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ArtifactEvent.class, reconciler::recall);
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
