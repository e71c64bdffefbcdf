package io.gantry.monitor.broker;

import io.gantry.events.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Asks the broker. Topics that are not there yet, and groups of others, are passed over.
final class BrokerReader {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Admin admin;

    BrokerReader(Admin admin) {
        this.admin = admin;
    }

    /// @throws ExecutionException when the broker refuses
    /// @throws TimeoutException when it does not answer
    BrokerFigures read() throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        return new BrokerFigures(lag(ends), deadLetters(partitions, ends));
    }

    private Map<String, Long> lag(Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> groups =
                within(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                        .filter(BrokerReader::reads)
                        .map(GroupListing::groupId)
                        .toList();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                within(
                        admin.listConsumerGroupOffsets(
                                        groups.stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                Function.identity(),
                                                                any ->
                                                                        new ListConsumerGroupOffsetsSpec())))
                                .all());
        Map<String, Long> lag = new HashMap<>();
        committed.forEach((group, offsets) ->
                behind(offsets, ends)
                        .ifPresent(
                                records -> lag.merge(ConsumerName.of(group), records, Math::max)));
        return lag;
    }

    private static boolean reads(GroupListing group) {
        GroupState state = group.groupState().orElse(GroupState.UNKNOWN);
        boolean left = state == GroupState.EMPTY || state == GroupState.DEAD;
        return !(left && ConsumerName.ofInstance(group.groupId()));
    }

    /// Empty for a group that reads nothing of Gantry's.
    private static Optional<Long> behind(
            Map<TopicPartition, OffsetAndMetadata> offsets, Map<TopicPartition, Long> ends) {
        return offsets.entrySet().stream()
                .filter(read -> read.getValue() != null && ends.containsKey(read.getKey()))
                .map(read -> {
                    long next = read.getValue().offset();
                    return Math.max(0, ends.getOrDefault(read.getKey(), next) - next);
                })
                .reduce(Long::sum);
    }

    private Map<String, Long> deadLetters(
            List<TopicPartition> partitions, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> dead =
                partitions.stream()
                        .filter(partition -> Topic.ofName(partition.topic()).isEmpty())
                        .toList();
        Map<String, Long> held = new HashMap<>();
        offsets(dead, OffsetSpec.earliest())
                .forEach((partition, start) ->
                        held.merge(
                                partition.topic(),
                                ends.getOrDefault(partition, start) - start,
                                Long::sum));
        return held;
    }

    private List<TopicPartition> partitions()
            throws ExecutionException, InterruptedException, TimeoutException {
        Collection<String> existing = within(admin.listTopics().names());
        List<String> ours =
                Arrays.stream(Topic.values())
                        .flatMap(topic -> Stream.of(topic.topicName(), topic.dlqName()))
                        .filter(existing::contains)
                        .toList();
        return within(admin.describeTopics(ours).allTopicNames()).values().stream()
                .flatMap(BrokerReader::partitions)
                .toList();
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()));
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> which));
        return within(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
    }

    private static <T> T within(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
