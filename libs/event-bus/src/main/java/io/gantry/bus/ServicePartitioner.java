package io.gantry.bus;

import io.gantry.events.Keys;
import io.gantry.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Puts the traffic of all revisions of a service into one partition, so that one reader of the
/// topic sees the whole service. All else goes where Kafka's own partitioner puts it, by its key.
public final class ServicePartitioner implements Partitioner {

    /// The partition of a service's traffic.
    ///
    /// @param service as [Keys#service] writes it
    /// @param partitions of the topic
    public static int partition(String service, int partitions) {
        return partition(service.getBytes(StandardCharsets.UTF_8), partitions);
    }

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        int partitions = cluster.partitionsForTopic(topic).size();
        if (topic.equals(Topic.TRAFFIC.topicName()) && key instanceof String revision) {
            return partition(Keys.serviceOf(revision), partitions);
        }
        return partition(
                Objects.requireNonNull(keyBytes, "every event of Gantry's has a key"), partitions);
    }

    /// As Kafka's `BuiltInPartitioner` does.
    private static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // It has none.
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
