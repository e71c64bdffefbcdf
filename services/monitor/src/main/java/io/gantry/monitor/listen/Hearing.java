package io.gantry.monitor.listen;

import io.gantry.bus.CatchUp;
import io.gantry.bus.KafkaAdmin;
import io.gantry.events.Topic;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks Kafka, on a thread of its own, what the share is worth: once a second whether this monitor
/// still counts among the readers of the traffic and whether it has read all that was published.
///
/// A partition that is new counts only when everything is read that a former owner may have
/// published before.
@ApplicationScoped
class Hearing {

    private static final long INTERVAL_MILLIS = 1_000;
    private static final long SETTLING_MILLIS = 20;

    private final InstantSource time = InstantSource.system();
    private final Share share;
    private final KafkaAdmin kafka;
    private final CatchUp catchUp;
    private final Semaphore soon = new Semaphore(0);
    private final Thread thread;
    private @Nullable Settling settling;

    Hearing(Share share, KafkaAdmin kafka, CatchUp catchUp) {
        this.share = share;
        this.kafka = kafka;
        this.catchUp = catchUp;
        this.thread = Thread.ofVirtual().name("hearing").unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /// To be called when something was assigned.
    void checkSoon() {
        soon.release();
    }

    private void run() {
        try (TrafficQuestions questions = new TrafficQuestions(kafka)) {
            while (true) {
                check(questions);
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
                while (!settled() && System.nanoTime() < until) {
                    Thread.sleep(SETTLING_MILLIS);
                }
                long rest = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                boolean _ = soon.tryAcquire(Math.max(0, rest), TimeUnit.MILLISECONDS);
                soon.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(TrafficQuestions questions) throws InterruptedException {
        List<Tenure> tenures = List.copyOf(share.tenures());
        long asked = System.nanoTime();
        try {
            share.confirm(
                    share.member().isPresent() && questions.counts(share.member().get()), asked);
            var ends = questions.ends(tenures);
            tenures.forEach(tenure -> {
                Long end = ends.get(tenure.partition());
                tenure.checked(
                        end == null ? OptionalLong.empty() : OptionalLong.of(end), time.instant());
            });
            beginToSettle();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            Log.debugf("Kafka does not answer, so silence means nothing reason=%s", e.getMessage());
            tenures.forEach(tenure -> tenure.checked(OptionalLong.empty(), time.instant()));
        }
    }

    private void beginToSettle() throws ExecutionException, InterruptedException {
        List<Tenure> unsettled = share.unsettled();
        if (!unsettled.isEmpty() && (settling == null || !settling.covers(unsettled))) {
            settling =
                    new Settling(
                            unsettled, catchUp.mark(Topic.SCALING, Topic.ALERTS, Topic.DEMAND));
        }
    }

    private boolean settled() {
        Settling one = settling;
        if (one == null) {
            return true;
        }
        if (one.mark().reached()) {
            one.tenures().forEach(Tenure::settle);
            settling = null;
        }
        return settling == null;
    }

    /// @param mark up to which decisions, alerts and the demand of other days have to be read
    private record Settling(List<Tenure> tenures, CatchUp.Mark mark) {

        boolean covers(List<Tenure> unsettled) {
            return tenures.containsAll(unsettled);
        }
    }
}
