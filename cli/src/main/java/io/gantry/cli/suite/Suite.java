package io.gantry.cli.suite;

import io.gantry.cli.CliException;
import io.gantry.embedded.EmbeddedInfrastructure;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The infrastructure and the five services as processes of this machine.
public final class Suite {

    /// Where the infrastructure listens, whatever the services are bound to.
    private static final String LOOPBACK = "127.0.0.1";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(45);

    private final Installation installation;
    private final GantryDirectory directory;
    private final Progress progress;

    public Suite(Installation installation, GantryDirectory directory, Progress progress) {
        this.installation = installation;
        this.directory = directory;
        this.progress = progress;
    }

    /// Starts what does not run. After a failure nothing is left that was not there before.
    ///
    /// @throws CliException when all of it runs already, a port is taken, or a part does not start
    public SuiteState up(UpSettings settings) {
        try (FileChannel channel =
                        FileChannel.open(
                                directory.lock(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw CliException.failed(
                        "Another gantry up or down is at work in %s; wait for it"
                                .formatted(directory.path()));
            }
            return upLocked(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + directory.lock(), e);
        }
    }

    /// Stops everything; returns false when nothing ran.
    public boolean down() {
        List<SuiteState.Running> running =
                SuiteState.read(directory).map(SuiteState::services).orElse(List.of()).stream()
                        .filter(service -> service.process().isPresent())
                        .toList();
        // The proxy first, so that clients see no half of a suite; the deployer takes its
        // predictors with it.
        stop(running.stream().filter(Suite::isProxy).toList());
        stop(running.stream().filter(service -> !isProxy(service)).toList());
        SuiteState.delete(directory);
        boolean infrastructure =
                InfrastructureProcess.running(directory.infrastructure()).isPresent();
        if (infrastructure) {
            timed("infrastructure", () -> InfrastructureProcess.stop(directory.infrastructure()));
        }
        return infrastructure || !running.isEmpty();
    }

    private static boolean isProxy(SuiteState.Running service) {
        return service.service() == Service.INFERENCE_PROXY;
    }

    private void stop(List<SuiteState.Running> services) {
        services.stream()
                .map(running ->
                        CompletableFuture.runAsync(
                                () ->
                                        timed(
                                                running.service().folder(),
                                                () -> running.process().ifPresent(Suite::stop)),
                                task -> Thread.ofVirtual().start(task)))
                .toList()
                .forEach(Suite::join);
    }

    private SuiteState upLocked(UpSettings settings) {
        Map<Service, SuiteState.Running> alive = new EnumMap<>(Service.class);
        SuiteState.read(directory).map(SuiteState::services).orElse(List.of()).stream()
                .filter(running -> running.process().isPresent())
                .forEach(running -> alive.put(running.service(), running));
        Optional<InfrastructureConnection> infrastructure =
                InfrastructureProcess.running(directory.infrastructure());
        if (infrastructure.isPresent() && alive.size() == Service.values().length) {
            throw CliException.failed(
                    "Gantry is already up in %s, the registry at %s; stop it with gantry down"
                            .formatted(
                                    directory.path(),
                                    SuiteState.requireUp(directory).url(Service.MODEL_REGISTRY)));
        }
        requireStartable(settings, alive.keySet());
        // Where it ran before, a database that its killed parent has left may still hold its port;
        // the
        // start waits for that one, and names any other.
        if (infrastructure.isEmpty() && !Files.exists(directory.infrastructure())) {
            requireFree(settings.infrastructurePorts());
        }
        boolean fresh = infrastructure.isEmpty() && alive.isEmpty();
        try {
            return start(
                    settings, alive, infrastructure.orElseGet(() -> startInfrastructure(settings)));
        } catch (RuntimeException e) {
            if (fresh) {
                down();
            }
            throw e;
        }
    }

    private void requireStartable(UpSettings settings, Set<Service> alive) {
        for (Service service : Service.values()) {
            installation.serviceJar(service);
            if (!alive.contains(service)) {
                ServiceLauncher.requireFree(
                        settings.host(), settings.port(service), service.folder());
            }
        }
    }

    private static void requireFree(EmbeddedInfrastructure.Ports ports) {
        ServiceLauncher.requireFree(LOOPBACK, ports.kafka(), "Kafka");
        ServiceLauncher.requireFree(LOOPBACK, ports.postgres(), "PostgreSQL");
        ServiceLauncher.requireFree(LOOPBACK, ports.s3(), "S3");
    }

    private InfrastructureConnection startInfrastructure(UpSettings settings) {
        long from = System.nanoTime();
        InfrastructureConnection connection =
                InfrastructureProcess.start(
                                InfrastructureProcess.Java.current(),
                                Launch.lasting(
                                        directory.infrastructure(), settings.infrastructurePorts()))
                        .connection();
        progress.ready("Kafka, PostgreSQL and S3", since(from));
        return connection;
    }

    private SuiteState start(
            UpSettings settings,
            Map<Service, SuiteState.Running> alive,
            InfrastructureConnection infrastructure) {
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        ServiceConfiguration configuration =
                new ServiceConfiguration(installation, directory, settings);
        Map<Service, SuiteState.Running> running = new EnumMap<>(alive);
        Map<Service, CompletableFuture<Void>> starting = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            if (!alive.containsKey(service)) {
                long from = System.nanoTime();
                Process process =
                        launcher.launch(
                                service, configuration.environment(service, infrastructure));
                running.put(
                        service,
                        SuiteState.Running.of(service, settings.port(service), process.toHandle()));
                // Written at once: whatever happens from here on, down finds the process.
                SuiteState state = new SuiteState(settings.host(), List.copyOf(running.values()));
                state.write(directory);
                starting.put(
                        service,
                        CompletableFuture.runAsync(
                                () -> {
                                    launcher.awaitReady(service, process, state.url(service));
                                    progress.ready(service.folder(), since(from));
                                },
                                task -> Thread.ofVirtual().start(task)));
            }
        }
        starting.values().forEach(Suite::join);
        return SuiteState.requireUp(directory);
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CliException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while the services started or stopped");
        }
    }

    private void timed(String what, Runnable action) {
        long from = System.nanoTime();
        action.run();
        progress.stopped(what, since(from));
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while the services stopped");
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
