package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    private static final EmbeddedPostgres.Account OTHER_PASSWORD =
            new EmbeddedPostgres.Account("gantry", "other", "gantry");

    @TempDir Path directory;

    @Test
    void shouldKeepItsRowsAcrossARestart() throws Exception {
        // Given
        EmbeddedPostgres.Config config = persistent();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            Sql.of(postgres)
                    .execute("create table model(name text)", "insert into model values ('iris')");
        }

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            // Then
            assertThat(Sql.of(postgres).query("select name from model")).containsExactly("iris");
            assertThat(Sql.of(postgres).query("show server_version").getFirst()).startsWith("18.");
        }
    }

    @Test
    void shouldTakeOverFromAServerThatIsStillRunning() throws Exception {
        // Given a server whose owner is gone, which its data directory only knows by its pid
        EmbeddedPostgres orphan = EmbeddedPostgres.start(persistent());
        Sql.of(orphan)
                .execute("create table model(name text)", "insert into model values ('iris')");

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(persistent())) {
            // Then
            assertThat(Sql.of(postgres).query("select name from model")).containsExactly("iris");
            assertThatThrownBy(() -> Sql.of(orphan).query("select 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void shouldRecoverFromAKillAndItsPidFileOfAnotherProcess() throws Exception {
        // Given
        EmbeddedPostgres killed = EmbeddedPostgres.start(persistent());
        Sql.of(killed)
                .execute("create table model(name text)", "insert into model values ('iris')");
        Path pidFile = directory.resolve("data/postmaster.pid");
        List<String> lines = Files.readAllLines(pidFile);
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);

        // When its pid meanwhile belongs to something else: this JVM
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(persistent())) {
            // Then
            assertThat(Sql.of(postgres).query("select name from model")).containsExactly("iris");
        }
    }

    @Test
    void shouldStartAnewAfterAnInterruptedFirstStart() throws Exception {
        // Given
        Files.createDirectories(directory.resolve("data.unfinished/base"));

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(persistent())) {
            // Then
            assertThat(Sql.of(postgres).query("select 1")).containsExactly("1");
            assertThat(directory.resolve("data.unfinished")).doesNotExist();
        }
    }

    @Test
    void shouldStopAtOnceDespiteConnectedClients() throws Exception {
        // Given
        EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgres.Config.temporary());
        Sql sql = Sql.of(postgres);
        try (var _ = sql.connect()) {
            // When
            long start = System.nanoTime();
            postgres.close();

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldSayThatTheDirectoryHasAnotherPassword() {
        // Given
        EmbeddedPostgres.start(persistent()).close();
        EmbeddedPostgres.Config config =
                new EmbeddedPostgres.Config(directory, "127.0.0.1", 0, OTHER_PASSWORD);

        // When, then
        assertThatThrownBy(() -> EmbeddedPostgres.start(config))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("another password")
                .hasMessageNotContaining("other\"");
    }

    @Test
    void shouldRefuseTheFilesOfAnotherMajorVersion() throws Exception {
        // Given
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/PG_VERSION"), "15\n");

        // When, then
        assertThatThrownBy(() -> EmbeddedPostgres.start(persistent()))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining("written by PostgreSQL 15, this is 18");
    }

    @Test
    void shouldNameItselfAndTheAddressWhenThePortIsTaken() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedPostgres.Config config = persistent().withPort(taken.getLocalPort());

            // When, then
            assertThatThrownBy(() -> EmbeddedPostgres.start(config))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining(
                            "PostgreSQL cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void shouldKeepThePasswordOutOfWhatIsLogged() {
        assertThat(OTHER_PASSWORD.toString()).doesNotContain("other");
    }

    private EmbeddedPostgres.Config persistent() {
        return EmbeddedPostgres.Config.temporary().withDirectory(directory);
    }
}
