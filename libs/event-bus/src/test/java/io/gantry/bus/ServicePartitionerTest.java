package io.gantry.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Keys;
import io.gantry.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;

class ServicePartitionerTest {

    private static final Node BROKER = new Node(0, "localhost", 9092);

    @Property
    void shouldPutAllRevisionsOfAServiceTogether(
            @ForAll @AlphaChars @NotEmpty String namespace,
            @ForAll @AlphaChars @NotEmpty String name,
            @ForAll @AlphaChars @NotEmpty String revision,
            @ForAll @IntRange(min = 1, max = 50) int partitions) {
        String key = Keys.revision(namespace, name, revision);

        assertThat(partition(Topic.TRAFFIC, key, partitions))
                .isEqualTo(ServicePartitioner.partition(Keys.service(namespace, name), partitions))
                .isBetween(0, partitions - 1);
    }

    @Property
    void shouldLeaveOtherTopicsAsTheyAre(
            @ForAll String key, @ForAll @IntRange(min = 1, max = 50) int partitions) {
        assertThat(partition(Topic.SCALING, key, partitions))
                .isEqualTo(
                        BuiltInPartitioner.partitionForKey(
                                key.getBytes(StandardCharsets.UTF_8), partitions));
    }

    private static int partition(Topic topic, String key, int partitions) {
        List<PartitionInfo> infos =
                IntStream.range(0, partitions)
                        .mapToObj(number ->
                                new PartitionInfo(
                                        topic.topicName(),
                                        number,
                                        BROKER,
                                        new Node[] {BROKER},
                                        new Node[] {BROKER}))
                        .toList();
        Cluster cluster = new Cluster("cluster", List.of(BROKER), infos, Set.of(), Set.of());
        try (ServicePartitioner partitioner = new ServicePartitioner()) {
            return partitioner.partition(
                    topic.topicName(),
                    key,
                    key.getBytes(StandardCharsets.UTF_8),
                    null,
                    new byte[0],
                    cluster);
        }
    }
}
