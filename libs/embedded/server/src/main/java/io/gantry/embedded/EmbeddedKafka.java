package io.gantry.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/// One Kafka broker (KRaft, broker and controller in one) in this JVM. A directory that already
/// holds a log is reused.
public final class EmbeddedKafka implements AutoCloseable {

    private final KafkaRaftServer server;
    private final ListenAddress address;
    private final WorkDirectory directory;

    private EmbeddedKafka(KafkaRaftServer server, ListenAddress address, WorkDirectory directory) {
        this.server = server;
        this.address = address;
        this.directory = directory;
    }

    /// Where the broker listens and keeps its log, and what topics it has.
    ///
    /// @param directory where the log is kept; null for a temporary one that is removed on close
    /// @param port 0 for any free one
    /// @param topics created unless they exist, and configured as given
    public record Config(@Nullable Path directory, String host, int port, List<TopicSpec> topics) {

        public Config {
            topics = List.copyOf(topics);
        }

        /// A broker on a free loopback port that leaves nothing behind.
        public static Config temporary() {
            return new Config(null, ListenAddress.LOOPBACK, 0, List.of());
        }

        public Config withDirectory(Path directory) {
            return new Config(directory, host, port, topics);
        }

        public Config withPort(int port) {
            return new Config(directory, host, port, topics);
        }

        public Config withTopics(List<TopicSpec> topics) {
            return new Config(directory, host, port, topics);
        }
    }

    /// Returns when the broker answers and the topics exist.
    public static EmbeddedKafka start(Config config) {
        WorkDirectory directory = WorkDirectory.of(config.directory(), "kafka");
        EmbeddedKafka kafka = null;
        try {
            kafka =
                    new ListenAddress("Kafka", config.host(), config.port())
                            .bind(address -> startBroker(address, directory));
            kafka.ensure(config.topics());
            return kafka;
        } catch (RuntimeException e) {
            if (kafka != null) {
                kafka.close();
            } else {
                directory.close();
            }
            throw e;
        }
    }

    public String bootstrapServers() {
        return address.clientHost() + ":" + address.port();
    }

    Path directory() {
        return directory.path();
    }

    public int port() {
        return address.port();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        directory.close();
    }

    private static EmbeddedKafka startBroker(ListenAddress address, WorkDirectory directory) {
        Path log = directory.path().resolve("log");
        format(log);
        ListenAddress controller = new ListenAddress("Kafka", ListenAddress.LOOPBACK, 0);
        return controller.bindApartFrom(
                address.port(),
                chosen -> {
                    KafkaConfig config =
                            KafkaConfig.fromProps(
                                    BrokerProperties.of(address, chosen.port(), log), false);
                    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
                    try {
                        server.startup();
                    } catch (RuntimeException e) {
                        server.shutdown();
                        throw e;
                    }
                    return new EmbeddedKafka(server, address, directory);
                });
    }

    private static void format(Path log) {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setDirectories(List.of(log.toString()))
                    .setMetadataLogDirectory(log.toString())
                    .run();
        } catch (Exception e) {
            throw new InfrastructureException("Kafka cannot format its log directory " + log, e);
        }
    }

    private void ensure(List<TopicSpec> topics) {
        if (topics.isEmpty()) {
            return;
        }
        Map<String, Object> config =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            new Topics(admin).ensure(topics);
        } catch (ExecutionException | TimeoutException e) {
            throw new InfrastructureException("Kafka cannot create its topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted while Kafka created its topics", e);
        }
    }
}
