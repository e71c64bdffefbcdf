package io.gantry.cli.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.CliException;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Which processes `up` started, as its file tells.
///
/// @param host the address the services are bound to
public record SuiteState(String host, List<Running> services) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public SuiteState {
        services = List.copyOf(services);
    }

    /// A service's process.
    ///
    /// @param startedAt the process's own start time in milliseconds since the epoch, which tells
    ///   it from a later process of the same number
    public record Running(Service service, int port, long pid, long startedAt) {

        static Running of(Service service, int port, ProcessHandle process) {
            return new Running(service, port, process.pid(), startTime(process));
        }

        public Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(found -> startTime(found) == startedAt);
        }

        private static long startTime(ProcessHandle process) {
            return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
        }
    }

    static Optional<SuiteState> read(GantryDirectory directory) {
        try {
            return Optional.of(
                    JSON.readValue(Files.readString(directory.state()), SuiteState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw CliException.failed(
                    "%s is damaged; remove it and run gantry up".formatted(directory.state()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory.state(), e);
        }
    }

    static SuiteState requireUp(GantryDirectory directory) {
        return read(directory)
                .orElseThrow(() ->
                        CliException.unreachable(
                                "Gantry is not up in %s; start it with gantry up"
                                        .formatted(directory.path())));
    }

    void write(GantryDirectory directory) {
        Path fresh = directory.state().resolveSibling(directory.state().getFileName() + ".new");
        try {
            Files.writeString(
                    fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
            Files.move(
                    fresh,
                    directory.state(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory.state(), e);
        }
    }

    static void delete(GantryDirectory directory) {
        try {
            Files.deleteIfExists(directory.state());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory.state(), e);
        }
    }

    public Optional<Running> of(Service service) {
        return services.stream().filter(running -> running.service() == service).findFirst();
    }

    /// Where a service answers.
    public URI url(Service service) {
        int port = of(service).map(Running::port).orElse(service.defaultPort());
        return URI.create("http://%s:%d".formatted(host, port));
    }

    public static InfrastructureConnection infrastructure(GantryDirectory directory) {
        return InfrastructureProcess.running(directory.infrastructure())
                .orElseThrow(() ->
                        CliException.unreachable(
                                "Kafka and PostgreSQL do not run in %s; start them with gantry up"
                                        .formatted(directory.path())));
    }
}
