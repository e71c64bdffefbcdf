package io.gantry.embedded;

import io.gantry.embedded.EmbeddedPostgres.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The files of one PostgreSQL cluster: made once, cleared of what a killed server left in them.
record PostgresCluster(WorkDirectory directory, PostgresBinaries binaries, Account account) {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    Path data() {
        return directory.path().resolve("data");
    }

    Path log() {
        return directory.path().resolve("postgres.log");
    }

    void prepare() {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            requireSameVersion();
            stopOrphan();
        } else {
            create();
        }
    }

    /// Stops the server that uses the files, at once for its clients. Does nothing when there is
    /// none.
    void stop(Duration patience) {
        if (!Files.exists(pidFile())) {
            return;
        }
        ChildCommand.of(binaries.tool("pg_ctl"))
                .with(List.of("stop", "-D", data().toString(), "-m", "fast", "-w", "-t"))
                .with(List.of(Long.toString(patience.toSeconds())))
                .run(log(), patience.plusSeconds(5));
    }

    /// Made beside its place and then moved, so that a kill in the middle leaves no half cluster.
    private void create() {
        Path unfinished = directory.path().resolve("data.unfinished");
        Path password = directory.path().resolve("password.unfinished");
        try {
            WorkDirectory.deleteIfExists(unfinished);
            PrivateFile.write(password, account.password());
            int exit =
                    ChildCommand.of(binaries.tool("initdb"))
                            .with(List.of("-D", unfinished.toString(), "-U", account.user()))
                            .with(List.of("-A", "scram-sha-256", "--pwfile", password.toString()))
                            .with(List.of("-E", "UTF-8", "--locale=C", "--no-sync"))
                            .with(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"))
                            .run(log(), TIMEOUT);
            if (exit != 0) {
                throw new InfrastructureException(
                        "PostgreSQL cannot create a cluster in %s (initdb ended with %d): %s"
                                .formatted(data(), exit, LogTail.of(log())));
            }
            Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot create a cluster in " + data(), e);
        } finally {
            WorkDirectory.deleteIfExists(password);
        }
    }

    private void requireSameVersion() {
        String found = read(data().resolve("PG_VERSION")).strip();
        if (!found.equals(PostgresBinaries.MAJOR_VERSION)) {
            throw new InfrastructureException(
                    "%s was written by PostgreSQL %s, this is %s: dump it with the old version or remove it"
                            .formatted(data(), found, PostgresBinaries.MAJOR_VERSION));
        }
    }

    /// A server that outlived its JVM still holds the port and the files. A pid that meanwhile
    /// belongs to something else would make PostgreSQL refuse to start, so its file goes; a dead
    /// one PostgreSQL itself gets over.
    private void stopOrphan() {
        Optional<ProcessHandle> process = recordedPid().flatMap(ProcessHandle::of);
        if (process.isEmpty()) {
            return;
        }
        if (isPostgres(process.get())) {
            stop(Duration.ofSeconds(20));
        } else {
            WorkDirectory.deleteIfExists(pidFile());
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(true);
    }

    private Optional<Long> recordedPid() {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        return read(pidFile()).lines().findFirst().map(line -> Long.parseLong(line.strip()));
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot read " + file, e);
        }
    }
}
