package io.gantry.embedded;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/// The topics of one broker.
record Topics(Admin admin) {

    private static final long TIMEOUT_SECONDS = 60;

    /// Creates what is missing. What an older version created gets today's configuration, but keeps
    /// its partitions.
    void ensure(List<TopicSpec> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> existing = get(admin.listTopics().names());
        List<NewTopic> missing =
                topics.stream()
                        .filter(topic -> !existing.contains(topic.name()))
                        .map(Topics::newTopic)
                        .toList();
        Map<ConfigResource, Collection<AlterConfigOp>> present =
                topics.stream()
                        .filter(topic -> existing.contains(topic.name()))
                        .collect(Collectors.toMap(Topics::resource, Topics::settings));
        get(admin.createTopics(missing).all());
        get(admin.incrementalAlterConfigs(present).all());
    }

    private static NewTopic newTopic(TopicSpec topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config());
    }

    private static ConfigResource resource(TopicSpec topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static Collection<AlterConfigOp> settings(TopicSpec topic) {
        return topic.config().entrySet().stream()
                .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                .toList();
    }

    private static <T> T get(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
