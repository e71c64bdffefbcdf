package io.gantry.bus;

import io.gantry.events.Topic;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/// Knows whether a service has read the topics that hold its state up to where they ended when it
/// started.
///
/// Before that, the absence of an event means nothing: whoever deletes or stops what nobody wants
/// has to wait for it.
@Singleton
public class CatchUp {

    private final KafkaAdmin kafka;
    private final TopicSetup topics;
    private final BusConfig config;
    private final Set<String> stateTopics;
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Map<TopicPartition, Long> goal;
    private volatile boolean reached;

    CatchUp(KafkaAdmin kafka, TopicSetup topics, BusConfig config, Config all) {
        this.kafka = kafka;
        this.topics = topics;
        this.config = config;
        this.stateTopics = stateTopics(all, config.stateTopics().orElse(Set.of()));
    }

    /// True once every compacted topic that this service consumes, and every other that its
    /// configuration names as state, was read to its end at the service's start. It stays true.
    public boolean reached() {
        if (!reached) {
            Map<TopicPartition, Long> ends = goal;
            reached = ends != null && hasRead(ends);
        }
        return reached;
    }

    /// Where these topics of state end now. Takes as long as Kafka takes to answer.
    ///
    /// @throws ExecutionException when the broker does not answer or refuses
    public Mark mark(Topic... which) throws ExecutionException, InterruptedException {
        return new Mark(
                ends(Arrays.stream(which).map(Topic::topicName).collect(Collectors.toSet())));
    }

    private boolean hasRead(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    void done(ConsumerRecord<?, ?> record) {
        if (stateTopics.contains(record.topic())) {
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("catch-up").start(this::findGoal);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void findGoal() {
        boolean told = false;
        try {
            while (goal == null && !stopping.await(0, TimeUnit.SECONDS)) {
                try {
                    topics.createMissing();
                    goal = ends(stateTopics);
                } catch (ExecutionException e) {
                    if (!told) {
                        Log.warnf(
                                "Kafka cannot be reached, trying again until it can reason=%s",
                                e.getMessage());
                        told = true;
                    }
                    stopping.await(config.retryDelay().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, Long> ends(Set<String> names)
            throws ExecutionException, InterruptedException {
        try (Admin admin = kafka.open()) {
            List<TopicPartition> partitions =
                    admin.describeTopics(names).allTopicNames().get().values().stream()
                            .flatMap(CatchUp::partitions)
                            .toList();
            Map<TopicPartition, Long> starts = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
            // Of a partition whose records have all expired, none will ever be read.
            ends.entrySet().removeIf(end -> end.getValue().equals(starts.get(end.getKey())));
            return ends;
        }
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()));
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked)
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /// The topics of state among those of the application's incoming channels.
    private static Set<String> stateTopics(Config all, Set<String> named) {
        return StreamSupport.stream(all.getPropertyNames().spliterator(), false)
                .filter(name ->
                        name.startsWith("mp.messaging.incoming.")
                                && name.endsWith(".topic")
                                && !name.contains("dead-letter"))
                .map(name -> all.getValue(name, String.class))
                .filter(name ->
                        named.contains(name)
                                || Topic.ofName(name).map(Topic::compacted).orElse(false))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// A place in topics of state.
    public final class Mark {

        private final Map<TopicPartition, Long> ends;

        private Mark(Map<TopicPartition, Long> ends) {
            this.ends = ends;
        }

        /// True once this service has read up to there.
        public boolean reached() {
            return hasRead(ends);
        }
    }
}
