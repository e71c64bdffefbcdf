package io.gantry.monitor.listen;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Notes from where the traffic channel reads.
@ApplicationScoped
@Identifier("traffic")
class TrafficAssignment implements KafkaConsumerRebalanceListener {

    private final Hearing hearing;

    TrafficAssignment(Hearing hearing) {
        this.hearing = hearing;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        hearing.assigned(
                partitions.stream()
                        .collect(Collectors.toMap(partition -> partition, consumer::position)));
    }

    @Override
    public void onPartitionsRevoked(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        hearing.lost();
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        hearing.lost();
    }
}
