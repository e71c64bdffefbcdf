package io.gantry.bus;

import io.gantry.events.Topic;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates Gantry's topics where they do not exist. Existing ones stay as their operator made them.
@ApplicationScoped
class TopicSetup {

    private final KafkaAdmin kafka;
    private final BusConfig.Topics config;

    TopicSetup(KafkaAdmin kafka, BusConfig config) {
        this.kafka = kafka;
        this.config = config.topics();
    }

    /// @throws ExecutionException when the broker does not answer or refuses
    void createMissing() throws ExecutionException, InterruptedException {
        if (!config.create()) {
            return;
        }
        try (Admin admin = kafka.open()) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing =
                    all().stream().filter(topic -> !existing.contains(topic.name())).toList();
            if (!missing.isEmpty()) {
                create(admin, missing);
            }
        }
    }

    private static void create(Admin admin, List<NewTopic> missing)
            throws ExecutionException, InterruptedException {
        for (var created : admin.createTopics(missing).values().entrySet()) {
            try {
                created.getValue().get();
                Log.infof("Created topic topic=%s", created.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                // Another service was faster.
            }
        }
    }

    private List<NewTopic> all() {
        List<NewTopic> topics = new ArrayList<>();
        Arrays.stream(Topic.values())
                .forEach(topic -> {
                    topics.add(topic(topic.topicName(), config.partitions(), topic.config()));
                    topics.add(topic(topic.dlqName(), 1, topic.dlqConfig()));
                });
        return topics;
    }

    private NewTopic topic(String name, int partitions, Map<String, String> settings) {
        Optional<Short> replicas =
                config.replicas() < 0 ? Optional.empty() : Optional.of(config.replicas());
        return new NewTopic(name, Optional.of(partitions), replicas).configs(settings);
    }
}
