package io.gantry.events;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every topic of Gantry, with the settings it is created with. Each has exactly one writing
/// service.
public enum Topic {
    /// Anyone asks the registry to register or withdraw a model.
    REGISTRATIONS("gantry.registrations", Duration.ofDays(7)),
    /// The registry's answer to each registration.
    REGISTRATION_RESULTS("gantry.registration-results", Duration.ofDays(7)),
    /// Desired state of every InferenceService; written by the registry.
    INFERENCE_SERVICES("gantry.inference-services"),
    /// Desired state of every ServingRuntime and ClusterServingRuntime; written by the registry.
    SERVING_RUNTIMES("gantry.serving-runtimes"),
    /// Which node holds which artifact; written by the loaders, each for its own node.
    ARTIFACTS("gantry.artifacts"),
    /// Observed replicas and endpoints of every revision; written by the deployer.
    PREDICTORS("gantry.predictors"),
    /// What the proxies saw, once a second and revision.
    TRAFFIC("gantry.traffic", Duration.ofHours(1)),
    /// Wanted replicas of every revision; written by the monitor.
    SCALING("gantry.scaling"),
    /// Alerts opened, updated and resolved, of each the last for good and all of the last seven
    /// days; and silences. Written by the monitor.
    ALERTS("gantry.alerts", Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(7))),
    /// Request and response payloads of services that ask for a log; written by the proxy.
    INFERENCE_LOG("gantry.inference-log", Duration.ofDays(7)),
    /// Which nodes there are and what they offer; written by the loaders, each for its own node.
    NODES("gantry.nodes", Optional.empty(), Optional.of(Duration.ofMinutes(10)), Optional.empty()),
    /// What is to be kept on which groups of nodes; written by the registry.
    MODEL_CACHES("gantry.model-caches"),
    /// Desired state of every InferenceGraph; written by the registry.
    INFERENCE_GRAPHS("gantry.inference-graphs"),
    /// Which proxies there are and where the others reach them; written by the proxies, each for
    /// itself. Each has a name of its own, so those that are long gone are forgotten.
    PROXIES(
            "gantry.proxies",
            Optional.empty(),
            Optional.of(Duration.ofMinutes(10)),
            Optional.empty(),
            Optional.of(Duration.ofDays(1))),
    /// What was asked of every language model in the last days; written by the monitor.
    DEMAND("gantry.demand");

    private static final Duration DLQ_RETENTION = Duration.ofDays(14);

    private final String topicName;
    private final Optional<Duration> retention;
    private final Optional<Duration> segment;
    private final Optional<Duration> history;
    private final Optional<Duration> expiry;

    Topic(String topicName) {
        this(topicName, Optional.empty());
    }

    Topic(String topicName, Duration retention) {
        this(topicName, Optional.of(retention));
    }

    Topic(String topicName, Optional<Duration> retention) {
        this(topicName, retention, Optional.empty(), Optional.empty());
    }

    Topic(
            String topicName,
            Optional<Duration> retention,
            Optional<Duration> segment,
            Optional<Duration> history) {
        this(topicName, retention, segment, history, Optional.empty());
    }

    /// @param retention of what is no state; empty for state
    /// @param segment after this the broker may forget what was said before, of state that is said
    ///   again and again; empty for the broker's own
    /// @param history before this the broker may not forget what was said before; empty when the
    ///   last word is all that counts
    /// @param expiry after this the broker forgets a state that was not said again; empty for never
    Topic(
            String topicName,
            Optional<Duration> retention,
            Optional<Duration> segment,
            Optional<Duration> history,
            Optional<Duration> expiry) {
        this.topicName = topicName;
        this.retention = retention;
        this.segment = segment;
        this.history = history;
        this.expiry = expiry;
    }

    public String topicName() {
        return topicName;
    }

    /// Where messages of this topic that nobody can read are kept, with the reason in their
    /// headers.
    public String dlqName() {
        return topicName + ".dlq";
    }

    /// True when the topic is state: the last event of a key stands, and consumers start from the
    /// beginning.
    public boolean compacted() {
        return retention.isEmpty();
    }

    /// Kafka topic configuration, in the form the admin client takes.
    public Map<String, String> config() {
        Map<String, String> config =
                new HashMap<>(
                        retention
                                .map(Topic::deletedAfter)
                                .orElse(Map.of("cleanup.policy", "compact")));
        segment.ifPresent(time -> config.put("segment.ms", millis(time)));
        history.ifPresent(time -> config.put("min.compaction.lag.ms", millis(time)));
        expiry.ifPresent(time -> {
            config.put("cleanup.policy", "compact,delete");
            config.put("retention.ms", millis(time));
        });
        return Map.copyOf(config);
    }

    public Map<String, String> dlqConfig() {
        return deletedAfter(DLQ_RETENTION);
    }

    /// The topic of that name; empty when it is none of Gantry's.
    public static Optional<Topic> ofName(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst();
    }

    private static Map<String, String> deletedAfter(Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", millis(retention));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
