package io.gantry.monitor.listen;

import io.gantry.bus.KafkaAdmin;
import io.gantry.events.Topic;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Tells since when, without a gap, all traffic samples that were published have been read.
///
/// At each check Kafka is asked where the topic's partitions end; whoever has not read by then what
/// was there at the check before is behind.
@ApplicationScoped
public class Hearing {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KafkaAdmin kafka;
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private @Nullable Admin admin;
    private Map<TopicPartition, Long> ends = Map.of();
    private volatile @Nullable Instant since;

    Hearing(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    /// Empty while the monitor is deaf.
    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /// True when the monitor has heard everything for so long.
    public boolean forAtLeast(Duration span, Instant now) {
        return since().map(from -> !from.plus(span).isAfter(now)).orElse(false);
    }

    /// To be told of each record that was read.
    public void read(ConsumerRecord<?, ?> record) {
        next.computeIfPresent(
                new TopicPartition(record.topic(), record.partition()),
                (partition, before) -> record.offset() + 1);
    }

    void assigned(Map<TopicPartition, Long> positions) {
        next.putAll(positions);
    }

    void lost() {
        next.clear();
        since = null;
    }

    /// Asks Kafka. Takes no longer than two seconds; called by one thread at a time.
    public void check(Instant now) {
        boolean upToDate = !ends.isEmpty() && ends.entrySet().stream().allMatch(this::readTo);
        Optional<Map<TopicPartition, Long>> answer = askForEnds();
        if (answer.isEmpty() || next.isEmpty()) {
            since = null;
        } else if (!upToDate && !ends.isEmpty()) {
            since = null;
        } else if (since == null && upToDate) {
            since = now;
        }
        ends = answer.orElse(Map.of());
    }

    private boolean readTo(Map.Entry<TopicPartition, Long> end) {
        Long position = next.get(end.getKey());
        return position != null && position >= end.getValue();
    }

    private Optional<Map<TopicPartition, Long>> askForEnds() {
        try {
            if (admin == null) {
                admin = kafka.open();
            }
            Map<TopicPartition, OffsetSpec> latest =
                    within(admin.describeTopics(List.of(Topic.TRAFFIC.topicName())).allTopicNames())
                            .values()
                            .stream()
                            .flatMap(Hearing::partitions)
                            .collect(
                                    Collectors.toMap(
                                            Function.identity(), any -> OffsetSpec.latest()));
            return Optional.of(
                    within(admin.listOffsets(latest).all()).entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey, end -> end.getValue().offset())));
        } catch (ExecutionException | TimeoutException e) {
            Log.debugf("Kafka does not answer, so silence means nothing reason=%s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()));
    }

    private static <T> T within(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
