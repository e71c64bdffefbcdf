package io.gantry.registry.publish;

import io.gantry.bus.EventPublisher;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.Trouble;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Carries events from the outbox to Kafka.
///
/// Events of one key are sent one after the other, each once Kafka has the one before: what was not
/// acknowledged may still have been written, so sending on would risk the order. Different keys go
/// side by side, after the first event of the batch has shown that Kafka is there.
@ApplicationScoped
class OutboxRelay {

    private final OutboxTable table;
    private final EventPublisher publisher;
    private final RegistryConfig.Outbox config;
    private final MeterRegistry metrics;
    private final AtomicLong pending = new AtomicLong();
    private final Trouble trouble =
            new Trouble(
                    "Events wait in the outbox, trying again until they are published",
                    "Events are published again");
    private final Semaphore work = new Semaphore(0);
    private volatile boolean stopping;
    private @Nullable Thread thread;

    OutboxRelay(
            OutboxTable table,
            EventPublisher publisher,
            RegistryConfig config,
            MeterRegistry metrics) {
        this.table = table;
        this.publisher = publisher;
        this.config = config.outbox();
        this.metrics = metrics;
        metrics.gauge("gantry.outbox.pending", pending);
    }

    void committed(@Observes Outbox.Committed committed) {
        wake();
    }

    /// Has the relay look at the outbox now.
    void wake() {
        work.release();
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        if (thread != null) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        try {
            while (!stopping) {
                if (!emptied()) {
                    TimeUnit.MILLISECONDS.sleep(config.retryDelay().toMillis());
                } else if (work.tryAcquire(
                        config.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sends batches until there is none left.
    ///
    /// @return false when Kafka or the database was in the way
    private boolean emptied() {
        try {
            while (sendBatch() == config.batchSize() && !stopping) {
                pending.set(table.size());
            }
            pending.set(0);
            trouble.isOver();
            return true;
        } catch (RuntimeException e) {
            if (!stopping) {
                trouble.met(e);
            }
            count();
            return false;
        }
    }

    private void count() {
        try {
            pending.set(table.size());
        } catch (RuntimeException e) {
            Log.debugf("The outbox cannot be counted reason=%s", e.getMessage());
        }
    }

    private int sendBatch() {
        Batch batch = new Batch();
        int rows = table.forOldest(config.batchSize(), batch::send);
        metrics.counter("gantry.outbox.published").increment(batch.sent.size());
        if (batch.failure != null) {
            throw new CompletionException(batch.failure);
        }
        return rows;
    }

    /// What is sent before the database is told.
    private final class Batch {

        private final Queue<Long> sent = new ConcurrentLinkedQueue<>();
        private volatile @Nullable Throwable failure;

        Collection<Long> send(List<OutboxRow> rows) {
            Map<String, Deque<OutboxRow>> queues = new LinkedHashMap<>();
            rows.subList(1, rows.size())
                    .forEach(row ->
                            queues.computeIfAbsent(row.queue(), key -> new ArrayDeque<>())
                                    .add(row));
            join(send(rows.getFirst()));
            if (failure == null) {
                CompletableFuture<?>[] all =
                        queues.values().stream()
                                .map(queue -> sendAll(queue).toCompletableFuture())
                                .toArray(CompletableFuture[]::new);
                join(CompletableFuture.allOf(all));
            }
            return sent;
        }

        private CompletionStage<Void> sendAll(Deque<OutboxRow> queue) {
            OutboxRow next = queue.poll();
            return next == null
                    ? CompletableFuture.completedFuture(null)
                    : send(next).thenCompose(done -> sendAll(queue));
        }

        private CompletionStage<Void> send(OutboxRow row) {
            return publisher
                    .send(row.event(), Traces.of(row.traceparent()))
                    .thenRun(() -> sent.add(row.id()));
        }

        private void join(CompletionStage<Void> sending) {
            try {
                sending.toCompletableFuture().join();
            } catch (CompletionException e) {
                failure = e.getCause();
            }
        }
    }
}
