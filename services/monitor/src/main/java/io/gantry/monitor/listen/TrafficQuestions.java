package io.gantry.monitor.listen;

import io.gantry.bus.KafkaAdmin;
import io.gantry.events.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What Kafka is asked about the traffic. Each answer takes two seconds at most. Used by one
/// thread.
final class TrafficQuestions implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KafkaAdmin kafka;
    private @Nullable Admin admin;

    TrafficQuestions(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    /// True when the group has this member. As long as it does, nobody else is given what the
    /// member has not given back, whatever state the group is in.
    boolean counts(Share.Member member)
            throws ExecutionException, InterruptedException, TimeoutException {
        return within(admin().describeConsumerGroups(List.of(member.group())).all())
                .values()
                .stream()
                .flatMap(group -> group.members().stream())
                .anyMatch(each -> each.consumerId().equals(member.id()));
    }

    /// Where partitions end, by their numbers.
    Map<Integer, Long> ends(Collection<Tenure> tenures)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest =
                tenures.stream()
                        .collect(
                                Collectors.toMap(
                                        tenure ->
                                                new TopicPartition(
                                                        Topic.TRAFFIC.topicName(),
                                                        tenure.partition()),
                                        _ -> OffsetSpec.latest()));
        return within(admin().listOffsets(latest).all()).entrySet().stream()
                .collect(
                        Collectors.toMap(
                                end -> end.getKey().partition(), end -> end.getValue().offset()));
    }

    private Admin admin() {
        if (admin == null) {
            admin = kafka.open();
        }
        return admin;
    }

    private static <T> T within(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
