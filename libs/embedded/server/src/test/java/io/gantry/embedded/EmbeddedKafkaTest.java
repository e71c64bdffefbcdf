package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedKafkaTest {

    private static final TopicSpec STATE =
            new TopicSpec("test.state", 2, Map.of("cleanup.policy", "compact"));

    @Test
    void shouldKeepItsRecordsAcrossARestart(@TempDir Path directory) throws Exception {
        // Given
        EmbeddedKafka.Config config =
                EmbeddedKafka.Config.temporary()
                        .withDirectory(directory)
                        .withTopics(List.of(STATE));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(config)) {
            new KafkaRecords(kafka.bootstrapServers(), STATE.name()).write("one", "two");
        }

        // When
        try (EmbeddedKafka kafka = EmbeddedKafka.start(config)) {
            KafkaRecords records = new KafkaRecords(kafka.bootstrapServers(), STATE.name());
            records.write("three");

            // Then
            assertThat(records.read(3)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void shouldCreateTopicsAsSpecified() throws Exception {
        try (EmbeddedKafka kafka =
                        EmbeddedKafka.start(
                                EmbeddedKafka.Config.temporary().withTopics(List.of(STATE)));
                Admin admin = admin(kafka)) {
            assertThat(partitions(admin)).isEqualTo(2);
            assertThat(cleanupPolicy(admin)).isEqualTo("compact");
        }
    }

    @Test
    void shouldBringAnOlderTopicUpToDate(@TempDir Path directory) throws Exception {
        // Given
        EmbeddedKafka.Config config = EmbeddedKafka.Config.temporary().withDirectory(directory);
        EmbeddedKafka.start(config.withTopics(List.of(STATE))).close();

        // When
        TopicSpec changed = new TopicSpec(STATE.name(), 5, Map.of("cleanup.policy", "delete"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(config.withTopics(List.of(changed)));
                Admin admin = admin(kafka)) {
            // Then
            assertThat(cleanupPolicy(admin)).isEqualTo("delete");
            assertThat(partitions(admin)).isEqualTo(2);
        }
    }

    @Test
    void shouldBeReachableWhenItListensOnAllAddresses() throws Exception {
        // Given
        EmbeddedKafka.Config config = new EmbeddedKafka.Config(null, "0.0.0.0", 0, List.of(STATE));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(config)) {
            KafkaRecords records = new KafkaRecords(kafka.bootstrapServers(), STATE.name());

            // When
            records.write("one");

            // Then
            assertThat(kafka.bootstrapServers()).doesNotStartWith("0.0.0.0");
            assertThat(records.read(1)).containsExactly("one");
        }
    }

    @Test
    void shouldRemoveItsTemporaryDirectory() {
        // Given
        Path directory;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafka.Config.temporary())) {
            directory = kafka.directory();
            assertThat(directory).isNotEmptyDirectory();
        }

        // Then
        assertThat(directory).doesNotExist();
    }

    @Test
    void shouldNameItselfAndTheAddressWhenThePortIsTaken() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedKafka.Config config =
                    EmbeddedKafka.Config.temporary().withPort(taken.getLocalPort());

            // When, then
            assertThatThrownBy(() -> EmbeddedKafka.start(config))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessage(
                            "Kafka cannot listen on 127.0.0.1:%d: the port is in use; stop what uses it or set another port for Kafka",
                            taken.getLocalPort());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9092})
    void shouldSayWhyItCannotListenOnAnAddressOfAnotherMachine(int port) {
        EmbeddedKafka.Config config = new EmbeddedKafka.Config(null, "192.0.2.1", port, List.of());

        assertThatThrownBy(() -> EmbeddedKafka.start(config))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageStartingWith("Kafka cannot listen on 192.0.2.1:")
                .hasMessageNotContaining("in use");
    }

    @Test
    void shouldRefuseATopicWithoutPartitions() {
        assertThatThrownBy(() -> new TopicSpec("test.none", 0, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.none");
    }

    private static int partitions(Admin admin) throws Exception {
        var topics = admin.describeTopics(List.of(STATE.name())).allTopicNames().get();
        return Objects.requireNonNull(topics.get(STATE.name())).partitions().size();
    }

    private static String cleanupPolicy(Admin admin) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, STATE.name());
        var configs = admin.describeConfigs(List.of(topic)).all().get();
        return Objects.requireNonNull(configs.get(topic)).get("cleanup.policy").value();
    }

    private static Admin admin(EmbeddedKafka kafka) {
        Map<String, Object> config =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        return Admin.create(config);
    }
}
