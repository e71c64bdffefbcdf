package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where everything of one infrastructure lies: its data, its secrets, who runs it and who uses it.
///
/// Two locks: `infrastructure.lock` is held by the JVM that runs the infrastructure for as long as
/// it lives; `start.lock` by whoever decides whether one is to be started, joined or ended.
record DataDirectory(Path path) {

    static DataDirectory create(Path path) {
        try {
            Path absolute = path.toAbsolutePath().normalize();
            PrivateFile.createDirectories(absolute);
            return new DataDirectory(absolute);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the data directory " + path, e);
        }
    }

    /// The only one who may run the infrastructure here. What a killed one announced is void from
    /// here on.
    FileMutex own() {
        FileMutex mutex =
                FileMutex.acquire(runLock(), Duration.ofSeconds(2)).orElseThrow(this::inUse);
        connectionFile().delete();
        return mutex;
    }

    void requireUnused() {
        if (FileMutex.isHeld(runLock())) {
            throw inUse();
        }
    }

    private InfrastructureException inUse() {
        return new InfrastructureException(
                "The data directory %s is in use by process %s: stop that one or choose another directory"
                        .formatted(path, FileMutex.holder(runLock())));
    }

    FileMutex decide(Duration patience) {
        return FileMutex.acquire(startLock(), patience)
                .orElseThrow(() ->
                        new InfrastructureException(
                                "Process %s has been starting or stopping the infrastructure in %s for more than %s: see %s"
                                        .formatted(
                                                FileMutex.holder(startLock()),
                                                path,
                                                patience,
                                                log())));
    }

    Optional<FileMutex> tryDecide() {
        return FileMutex.tryAcquire(startLock());
    }

    /// Empty when no infrastructure runs here, whatever a killed one left behind.
    Optional<InfrastructureConnection> running() {
        return FileMutex.isHeld(runLock()) ? connectionFile().read() : Optional.empty();
    }

    /// Empty until the process with that pid is ready.
    Optional<InfrastructureConnection> connectionOf(long pid) {
        return connectionFile().read().filter(connection -> connection.pid() == pid);
    }

    ConnectionFile connectionFile() {
        return new ConnectionFile(path.resolve("infrastructure.json"));
    }

    Clients clients() {
        return new Clients(path.resolve("clients"));
    }

    Path log() {
        return path.resolve("infrastructure.log");
    }

    /// Made at the first start and kept, because the database remembers them.
    EmbeddedInfrastructure.Secrets secrets() {
        return new SecretsFile(path.resolve("secrets.properties")).readOrCreate();
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    private Path runLock() {
        return path.resolve("infrastructure.lock");
    }

    private Path startLock() {
        return path.resolve("start.lock");
    }
}
