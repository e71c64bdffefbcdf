package io.gantry.bus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How a service uses Kafka, beyond the client's own settings (`kafka.*`).
@ConfigMapping(prefix = "gantry.bus")
public interface BusConfig {

    /// Name of the service; part of the `ce_source` of its events.
    @WithDefault("${quarkus.application.name:gantry}")
    String service();

    /// Name of this instance of the service; part of the `ce_source` of its events.
    @WithDefault("${HOSTNAME:local}")
    String instance();

    /// How long to wait before an event that Kafka did not take is sent again.
    @WithDefault("1s")
    Duration retryDelay();

    /// How many events that are not state may wait for Kafka; when there are more, the oldest are
    /// dropped and counted.
    @WithDefault("10000")
    int maxWaiting();

    /// Topics that are not compacted and yet hold this service's state: it has the state only once
    /// it has read them, too, to where they ended at its start.
    Optional<Set<String>> stateTopics();

    /// How Gantry's topics are created when they do not exist.
    Topics topics();

    /// Settings of new topics.
    interface Topics {

        /// Whether to create topics that do not exist.
        @WithDefault("true")
        boolean create();

        /// Partitions of a new topic.
        @WithDefault("6")
        int partitions();

        /// Replicas of a new topic's partitions; -1 leaves it to the broker.
        @WithDefault("-1")
        short replicas();
    }
}
