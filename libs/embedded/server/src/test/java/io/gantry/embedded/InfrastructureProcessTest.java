package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gantry.embedded.EmbeddedInfrastructure.Ports;
import io.gantry.embedded.InfrastructureProcess.Java;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfrastructureProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path directory;

    @AfterEach
    void stopWhatRuns() {
        InfrastructureProcess.stop(directory);
    }

    @Test
    void shouldKeepItsDataAcrossAKillAndAnnounceItselfToItsOwnerOnly() throws Exception {
        // Given
        InfrastructureConnection killed = start(Launch.lasting(directory, Ports.ANY)).connection();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        directory.resolve("infrastructure.json"))))
                .isEqualTo("rw-------");
        new KafkaRecords(killed.kafkaBootstrapServers(), "gantry.artifacts").write("before");
        Sql.of(killed.postgres())
                .execute("create table model(name text)", "insert into model values ('iris')");

        // When
        ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
        assertThat(InfrastructureProcess.running(directory)).isEmpty();
        InfrastructureConnection connection =
                start(Launch.lasting(directory, Ports.ANY)).connection();

        // Then
        KafkaRecords records =
                new KafkaRecords(connection.kafkaBootstrapServers(), "gantry.artifacts");
        records.write("after");
        assertThat(records.read(2)).containsExactly("before", "after");
        assertThat(Sql.of(connection.postgres()).query("select name from model"))
                .containsExactly("iris");
        assertThat(InfrastructureProcess.running(directory)).contains(connection);
    }

    @Test
    void shouldTakeItsDatabaseAlongWhenItIsKilled() throws Exception {
        // Given
        InfrastructureConnection killed = start(Launch.lasting(directory, Ports.ANY)).connection();
        String pid =
                Files.readAllLines(directory.resolve("postgres/data/postmaster.pid")).getFirst();
        ProcessHandle postgres = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();

        // When
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

        // Then
        postgres.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void shouldStopWithinSecondsAndLeaveNothingAnnounced() {
        // Given
        InfrastructureProcess process = start(Launch.lasting(directory, Ports.ANY));

        // When
        long start = System.nanoTime();
        process.close();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(ProcessHandle.of(process.connection().pid())).isEmpty();
        assertThat(directory.resolve("infrastructure.json")).doesNotExist();
        assertThat(InfrastructureProcess.stop(directory)).isFalse();
    }

    @Test
    void shouldRefuseASecondStartOnTheSameDirectory() {
        // Given
        InfrastructureProcess first = start(Launch.lasting(directory, Ports.ANY));

        // When, then
        assertThatThrownBy(() -> start(Launch.lasting(directory, Ports.ANY)))
                .isInstanceOf(InfrastructureException.class)
                .hasMessage(
                        "The data directory %s is in use by process %d: stop that one or choose another directory",
                        directory, first.connection().pid());
        assertThat(InfrastructureProcess.running(directory)).contains(first.connection());
    }

    @Test
    void shouldSayWhichPortIsTaken() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(0, taken.getLocalPort(), 0);

            // When, then
            assertThatThrownBy(() -> start(Launch.lasting(directory, ports)))
                    .isInstanceOf(InfrastructureException.class)
                    .hasMessage(
                            "The infrastructure did not start: PostgreSQL cannot listen on 127.0.0.1:%d: the port is in use; stop what uses it or set another port for PostgreSQL",
                            taken.getLocalPort());
        }
        assertThat(InfrastructureProcess.running(directory)).isEmpty();
    }

    @Test
    void shouldLeaveNothingBehindWhenItsOwnerIsGone() throws Exception {
        // Given
        Process owner = new ProcessBuilder("tail", "-f", "/dev/null").start();
        Path temporary = directory.resolve("temporary");
        InfrastructureProcess process =
                start(new Launch(temporary, Ports.ANY, new Lifetime.OwnedBy(owner.pid()), true));
        ProcessHandle infrastructure = ProcessHandle.of(process.connection().pid()).orElseThrow();

        // When
        owner.destroyForcibly();

        // Then
        infrastructure.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(temporary).doesNotExist();
    }

    @Test
    void shouldLeaveNothingBehindWhenATemporaryOneDoesNotStart() {
        // Given
        Path temporary = directory.resolve("temporary");
        Launch launch = new Launch(temporary, Ports.ANY, new Lifetime.UntilStopped(), true);
        Java broken = new Java(Java.current().home(), List.of(directory));

        // When, then
        assertThatThrownBy(() -> InfrastructureProcess.start(broken, launch))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining("Could not find or load main class");
        assertThat(temporary).doesNotExist();
    }

    @Test
    void shouldBeSharedAndEndAfterTheLastUserLeft() throws Exception {
        // Given a user that is another process, and one that is this
        InfrastructureProcess first = start(Launch.shared(directory, Ports.ANY));
        Process other = new ProcessBuilder("tail", "-f", "/dev/null").start();
        new DataDirectory(directory).clients().register(other.toHandle());
        InfrastructureProcess second = start(Launch.shared(directory, Ports.ANY));
        ProcessHandle infrastructure = ProcessHandle.of(first.connection().pid()).orElseThrow();
        assertThat(second.connection()).isEqualTo(first.connection());

        // When the first leaves
        first.close();

        // Then it stays for the other longer than it would for nobody
        await().during(Duration.ofSeconds(13))
                .atMost(Duration.ofSeconds(20))
                .until(infrastructure::isAlive);

        // And when the other is killed, it ends and a new one can start
        other.destroyForcibly();
        infrastructure.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        InfrastructureProcess third = start(Launch.shared(directory, Ports.ANY));
        assertThat(third.connection().pid()).isNotEqualTo(infrastructure.pid());
        third.close();
    }

    private static InfrastructureProcess start(Launch launch) {
        return InfrastructureProcess.start(Java.current(), launch);
    }
}
