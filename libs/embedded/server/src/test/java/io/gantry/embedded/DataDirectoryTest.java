package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir Path path;

    @Test
    void shouldKeepItsSecretsAcrossStartsAndToItsOwner() throws Exception {
        // Given
        DataDirectory directory = DataDirectory.create(path.resolve("data"));

        // When
        EmbeddedInfrastructure.Secrets first = directory.secrets();

        // Then
        assertThat(directory.secrets()).isEqualTo(first);
        assertThat(first.postgres().password()).hasSize(32).isNotEqualTo(first.s3().secretKey());
        assertThat(first.toString())
                .doesNotContain(first.postgres().password(), first.s3().secretKey());
        assertThat(permissions("data/secrets.properties")).isEqualTo("rw-------");
        assertThat(permissions("data")).isEqualTo("rwx------");
    }

    @Test
    void shouldNameTheSecretThatIsMissing() throws Exception {
        // Given
        Files.writeString(path.resolve("secrets.properties"), "postgres.password=x\n");

        // When, then
        assertThatThrownBy(() -> new DataDirectory(path).secrets())
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining("has no s3.secret-key")
                .hasMessageContaining(path.toString());
    }

    @Test
    void shouldNameTheFileThatIsDamaged() throws Exception {
        // Given
        Files.writeString(path.resolve("infrastructure.json"), "{\"pid\": 1");

        // When, then
        assertThatThrownBy(() -> new DataDirectory(path).connectionFile().read())
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining("infrastructure.json is damaged");
    }

    @Test
    void shouldIgnoreWhatAKilledInfrastructureAnnounced() {
        // Given
        DataDirectory directory = new DataDirectory(path);
        InfrastructureConnection connection =
                new InfrastructureConnection(
                        1,
                        "127.0.0.1:1",
                        new InfrastructureConnection.Postgres("127.0.0.1", 2, "u", "p", "d"),
                        new InfrastructureConnection.S3("http://127.0.0.1:3", "a", "s"));
        directory.connectionFile().write(connection);

        // When, then
        assertThat(directory.running()).isEmpty();
        try (FileMutex _ = directory.own()) {
            assertThat(directory.running()).isEmpty();
            directory.connectionFile().write(connection);
            assertThat(directory.running()).contains(connection);
        }
    }

    @Test
    void shouldBeOwnedByOneAtATime() {
        // Given
        DataDirectory directory = new DataDirectory(path);
        try (FileMutex _ = directory.own()) {

            // When, then
            assertThatThrownBy(directory::own)
                    .isInstanceOf(InfrastructureException.class)
                    .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
        }
        directory.own().close();
    }

    @Test
    void shouldTellLivingClientsFromDeadOnesAndFromOthersWithTheirPid() throws Exception {
        // Given
        Clients clients = new DataDirectory(path).clients();
        assertThat(clients.anyAlive()).isFalse();

        // When, then
        clients.register(ProcessHandle.current());
        assertThat(clients.anyAlive()).isTrue();

        clients.deregister(ProcessHandle.current());
        Process dead = new ProcessBuilder("tail", "-f", "/dev/null").start();
        clients.register(dead.toHandle());
        dead.destroyForcibly().waitFor();
        assertThat(clients.anyAlive()).isFalse();

        Path reused = path.resolve("clients/" + ProcessHandle.current().pid());
        Files.writeString(reused, "2001-01-01T00:00:00Z");
        assertThat(clients.anyAlive()).isFalse();
        assertThat(reused).doesNotExist();
    }

    private String permissions(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(file)));
    }
}
