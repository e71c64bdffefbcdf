package io.gantry.proxy.watch;

import io.gantry.bus.EventInbox;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.PredictorEvent;
import io.gantry.proxy.admit.Gates;
import io.gantry.proxy.meter.BatchMeters;
import io.gantry.proxy.meter.Meters;
import io.gantry.proxy.meter.TenantMeters;
import io.gantry.proxy.route.RevisionId;
import io.gantry.proxy.route.RevisionRoute;
import io.gantry.proxy.route.RoutingTable;
import io.gantry.proxy.route.ServiceRoute;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Turns what the topics say into the routing table.
///
/// One thread of its own makes the tables, each with all that has come in since the last, and rests
/// after each for ten times as long as that one took. A table of ten thousand models takes some
/// milliseconds; so many events at a start make few of them, and a change is not late by that.
@ApplicationScoped
class RouteWatch {

    private static final int REST = 10;
    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    private final EventInbox inbox;
    private final Gates gates;
    private final Meters meters;
    private final BatchMeters batches;
    private final TenantMeters tenants;
    private final Observed observed = new Observed();
    private final AtomicInteger due = new AtomicInteger();
    private final ExecutorService tables =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("routing-table").factory());

    RouteWatch(
            EventInbox inbox,
            Gates gates,
            Meters meters,
            BatchMeters batches,
            TenantMeters tenants) {
        this.inbox = inbox;
        this.gates = gates;
        this.meters = meters;
        this.batches = batches;
        this.tenants = tenants;
    }

    @Incoming("inference-services")
    @Blocking
    void onService(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, InferenceServiceEvent.class, this::accept);
    }

    @Incoming("predictors")
    @Blocking
    void onPredictor(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, PredictorEvent.class, this::accept);
    }

    @PreDestroy
    void stop() {
        tables.shutdownNow();
    }

    private void accept(InferenceServiceEvent event) {
        if (observed.accept(event)) {
            applySoon();
        }
    }

    private void accept(PredictorEvent event) {
        if (observed.accept(event)) {
            applySoon();
        }
    }

    private void applySoon() {
        due.incrementAndGet();
        tables.execute(this::apply);
    }

    /// Whether the table says all that has come in.
    boolean upToDate() {
        return due.get() == 0;
    }

    private void apply() {
        long started = System.nanoTime();
        change();
        due.decrementAndGet();
        long taken = System.nanoTime() - started;
        LockSupport.parkNanos(Math.min(LONGEST_REST.toNanos(), REST * taken));
    }

    private void change() {
        Map<String, Optional<ServiceRoute>> changes = observed.collectChanges();
        Set<RevisionId> before = revisions(gates.table(), changes.keySet());
        gates.update(changes);
        before.removeAll(revisions(gates.table(), changes.keySet()));
        before.forEach(meters::retire);
        changes.forEach((key, service) -> {
            if (service.isEmpty()) {
                batches.retire(key);
                int slash = key.indexOf('/');
                tenants.retire(key.substring(0, slash), key.substring(slash + 1));
            }
        });
    }

    private static Set<RevisionId> revisions(RoutingTable table, Set<String> services) {
        return services.stream()
                .flatMap(key -> table.service(key).stream())
                .flatMap(service -> service.revisions().stream())
                .map(RevisionRoute::id)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
