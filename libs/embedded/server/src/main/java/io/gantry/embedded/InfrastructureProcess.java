package io.gantry.embedded;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The infrastructure in a JVM of its own, as seen by those who use it. Launches it, or joins the
/// one that runs.
public final class InfrastructureProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final InfrastructureConnection connection;
    private final Launch launch;

    private InfrastructureProcess(InfrastructureConnection connection, Launch launch) {
        this.connection = connection;
        this.launch = launch;
    }

    /// Which JDK and which classes the JVM runs on.
    public record Java(Path home, List<Path> classpath) {

        public Java {
            // The JVM is started in another directory.
            classpath = classpath.stream().map(Path::toAbsolutePath).toList();
        }

        /// What the calling JVM runs on.
        public static Java current() {
            List<Path> classpath =
                    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(Path::of)
                            .toList();
            return new Java(Path.of(System.getProperty("java.home")), classpath);
        }
    }

    /// Returns when the infrastructure is ready. A shared one is joined if it runs already,
    /// whatever ports it uses; any other must not run yet.
    public static InfrastructureProcess start(Java java, Launch launch) {
        DataDirectory directory = DataDirectory.create(launch.directory());
        try (FileMutex _ = directory.decide(START_TIMEOUT)) {
            return switch (launch.lifetime()) {
                case Lifetime.Shared() -> joinOrLaunch(java, launch, directory);
                case Lifetime.OwnedBy(_), Lifetime.UntilStopped() -> {
                    directory.requireUnused();
                    yield launch(java, launch, directory);
                }
            };
        }
    }

    /// The infrastructure that runs on a directory now.
    public static Optional<InfrastructureConnection> running(Path dataDirectory) {
        DataDirectory directory = new DataDirectory(dataDirectory.toAbsolutePath().normalize());
        return directory.exists() ? directory.running() : Optional.empty();
    }

    /// Stops the infrastructure that runs on a directory, for all who use it. Returns whether there
    /// was one.
    public static boolean stop(Path dataDirectory) {
        Optional<ProcessHandle> process =
                running(dataDirectory)
                        .map(InfrastructureConnection::pid)
                        .flatMap(ProcessHandle::of);
        process.ifPresent(InfrastructureProcess::stop);
        return process.isPresent();
    }

    public InfrastructureConnection connection() {
        return connection;
    }

    /// Leaves a shared infrastructure, which ends a little after the last one left; stops any
    /// other.
    @Override
    public void close() {
        switch (launch.lifetime()) {
            case Lifetime.Shared() ->
                    DataDirectory.create(launch.directory())
                            .clients()
                            .deregister(ProcessHandle.current());
            case Lifetime.OwnedBy(_), Lifetime.UntilStopped() ->
                    ProcessHandle.of(connection.pid()).ifPresent(InfrastructureProcess::stop);
        }
    }

    /// Registered first, so that a running one whose last user just left does not end meanwhile.
    private static InfrastructureProcess joinOrLaunch(
            Java java, Launch launch, DataDirectory directory) {
        ProcessHandle self = ProcessHandle.current();
        directory.clients().register(self);
        try {
            return directory
                    .running()
                    .map(running -> new InfrastructureProcess(running, launch))
                    .orElseGet(() -> launch(java, launch, directory));
        } catch (RuntimeException e) {
            directory.clients().deregister(self);
            throw e;
        }
    }

    private static InfrastructureProcess launch(Java java, Launch launch, DataDirectory directory) {
        Process process = new LaunchedJvm(java, launch, directory).start();
        try {
            return new InfrastructureProcess(awaitReady(process, directory), launch);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            if (launch.disposable()) {
                WorkDirectory.delete(directory.path());
            }
            throw e;
        }
    }

    private static InfrastructureConnection awaitReady(Process process, DataDirectory directory) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                Optional<InfrastructureConnection> connection =
                        directory.connectionOf(process.pid());
                if (connection.isPresent()) {
                    return connection.get();
                }
                if (System.nanoTime() > deadline) {
                    throw new InfrastructureException(
                            "The infrastructure was not ready within %s: %s"
                                    .formatted(START_TIMEOUT, FailureLine.of(directory.log())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted while the infrastructure started", e);
        }
        throw new InfrastructureException(
                "The infrastructure did not start: " + FailureLine.of(directory.log()));
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new InfrastructureException("the infrastructure does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted while the infrastructure stopped", e);
        }
    }
}
