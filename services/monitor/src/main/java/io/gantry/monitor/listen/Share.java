package io.gantry.monitor.listen;

import io.gantry.bus.ServicePartitioner;
import io.gantry.events.Keys;
import io.gantry.monitor.fleet.ServiceId;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What this monitor is to look after: the services whose traffic it reads. Kafka gives each
/// partition of the traffic to one of the monitors (docs/adr/0041-monitors-share-the-traffic.md).
///
/// A monitor that has not known for some seconds that Kafka counts it among them decides nothing:
/// another may have its partitions already.
@Singleton
public class Share {

    /// Less than the session timeout of the traffic channel by two heartbeats.
    private static final Duration LEASE = Duration.ofSeconds(4);

    /// Whoever has it looks after what is of no service.
    private static final int OF_THE_CLUSTER = 0;

    private volatile Map<Integer, Tenure> tenures = Map.of();
    private volatile int partitions;
    private volatile long changes;
    private volatile @Nullable Member member;
    private volatile long confirmedNanos;
    private volatile boolean confirmed;

    Share(MeterRegistry metrics) {
        metrics.gauge("gantry.monitor.partitions", this, share -> share.tenures.size());
    }

    /// This monitor's time with a service, if its traffic comes here. That is not yet to say that
    /// anything may be decided.
    public Optional<Tenure> tenure(ServiceId service) {
        return Optional.ofNullable(tenures.get(partition(service)));
    }

    /// True when this monitor, and no other, decides for the service.
    public boolean owns(ServiceId service) {
        return owns(partition(service));
    }

    /// As [#tenure], of what is of no service.
    public Optional<Tenure> tenureOfCluster() {
        return Optional.ofNullable(tenures.get(OF_THE_CLUSTER));
    }

    /// True when this monitor, and no other, judges nodes, topics and consumers.
    public boolean ownsCluster() {
        return owns(OF_THE_CLUSTER);
    }

    /// True when a record of the traffic lies where its service's belong.
    public boolean rightPlace(ServiceId service, int partition) {
        return partitions == 0 || partition(service) == partition;
    }

    /// Another number after each change of what comes to this monitor.
    public long changes() {
        return changes;
    }

    /// To be told of each record that was read.
    public void read(ConsumerRecord<?, ?> record) {
        Tenure tenure = tenures.get(record.partition());
        if (tenure != null) {
            tenure.read(record.offset());
        }
    }

    private boolean owns(int partition) {
        Tenure tenure = tenures.get(partition);
        return tenure != null && tenure.settled() && sure();
    }

    private boolean sure() {
        return confirmed && System.nanoTime() - confirmedNanos < LEASE.toNanos();
    }

    private int partition(ServiceId service) {
        int count = partitions;
        return count == 0
                ? -1
                : ServicePartitioner.partition(
                        Keys.service(service.namespace(), service.name()), count);
    }

    Collection<Tenure> tenures() {
        return tenures.values();
    }

    /// Empty before the first assignment.
    Optional<Member> member() {
        return Optional.ofNullable(member);
    }

    /// @param positions the next offset of each partition that is new
    /// @param count partitions of the topic
    synchronized void assigned(Map<Integer, Long> positions, int count, Member as, Instant now) {
        Map<Integer, Tenure> all = new HashMap<>(tenures);
        if (partitions != count) {
            // Services are elsewhere now, and what was measured is of others.
            all.replaceAll((_, tenure) -> tenure.anew(now));
        }
        positions.forEach(
                (partition, next) -> all.put(partition, new Tenure(partition, next, now)));
        member = as;
        partitions = count;
        tenures = Map.copyOf(all);
        changes++;
    }

    synchronized void revoked(Collection<Integer> gone) {
        Map<Integer, Tenure> rest = new HashMap<>(tenures);
        rest.keySet().removeAll(gone);
        tenures = Map.copyOf(rest);
        changes++;
    }

    /// Notes whether Kafka counts this monitor among the readers.
    ///
    /// @param atNanos when Kafka was asked, on the clock of `System.nanoTime`, which also goes on
    ///   while the process is stopped
    void confirm(boolean counted, long atNanos) {
        confirmedNanos = atNanos;
        confirmed = counted;
    }

    /// As what this monitor reads the traffic.
    record Member(String group, String id) {}

    List<Tenure> unsettled() {
        return tenures().stream().filter(tenure -> !tenure.settled()).toList();
    }
}
