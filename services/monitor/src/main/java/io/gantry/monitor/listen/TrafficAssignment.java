package io.gantry.monitor.listen;

import io.gantry.events.Topic;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/// Notes which partitions of the traffic this monitor has, and from where it reads them. What is
/// taken away is nobody's before this returns.
@ApplicationScoped
@Identifier("traffic")
class TrafficAssignment implements KafkaConsumerRebalanceListener {

    private final InstantSource time = InstantSource.system();
    private final Share share;
    private final Hearing hearing;

    TrafficAssignment(Share share, Hearing hearing) {
        this.share = share;
        this.hearing = hearing;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        ConsumerGroupMetadata group = consumer.groupMetadata();
        share.assigned(
                partitions.stream()
                        .collect(Collectors.toMap(TopicPartition::partition, consumer::position)),
                consumer.partitionsFor(Topic.TRAFFIC.topicName()).size(),
                new Share.Member(group.groupId(), group.memberId()),
                time.instant());
        hearing.checkSoon();
        tell("More of the traffic comes here", partitions);
    }

    @Override
    public void onPartitionsRevoked(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        share.revoked(partitions.stream().map(TopicPartition::partition).toList());
        tell("Less of the traffic comes here", partitions);
    }

    private static void tell(String what, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            Log.infof(
                    "%s partitions=%s",
                    what, partitions.stream().map(TopicPartition::partition).sorted().toList());
        }
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        onPartitionsRevoked(consumer, partitions);
    }
}
