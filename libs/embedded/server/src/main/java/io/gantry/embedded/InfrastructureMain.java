package io.gantry.embedded;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs the infrastructure in a JVM of its own until SIGTERM, or for as long as its [Lifetime]
/// says.
public final class InfrastructureMain {

    private static final long STARTUP_TIMEOUT_SECONDS = 90;

    private InfrastructureMain() {}

    public static void main(String[] words) {
        // Before the first class that logs.
        System.setProperty(
                "log4j2.configurationFile", "classpath:io/gantry/embedded/log4j2.properties");
        try {
            run(InfrastructureArguments.parse(List.of(words)));
        } catch (RuntimeException e) {
            report(e);
            System.exit(1);
        }
    }

    private static void run(Launch launch) {
        DataDirectory directory = DataDirectory.create(launch.directory());
        FileMutex running = directory.own();
        try {
            announce(start(launch, directory), directory);
            exit(new LifetimeWatch(launch.lifetime(), directory).await());
        } finally {
            Reference.reachabilityFence(running);
        }
    }

    /// The end of the process releases the locks, after all its files are closed; the garbage
    /// collector would sooner.
    private static void exit(Optional<FileMutex> deciding) {
        try {
            System.exit(0);
        } finally {
            Reference.reachabilityFence(deciding);
        }
    }

    private static EmbeddedInfrastructure start(Launch launch, DataDirectory directory) {
        CompletableFuture<EmbeddedInfrastructure> startup = new CompletableFuture<>();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> shutDown(startup, launch, directory)));
        try {
            EmbeddedInfrastructure infrastructure =
                    EmbeddedInfrastructure.start(
                            new EmbeddedInfrastructure.Config(
                                    directory.path(),
                                    launch.ports(),
                                    directory.secrets(),
                                    GantryTopics.all()));
            startup.complete(infrastructure);
            return infrastructure;
        } catch (RuntimeException e) {
            startup.completeExceptionally(e);
            throw e;
        }
    }

    private static void announce(EmbeddedInfrastructure infrastructure, DataDirectory directory) {
        InfrastructureConnection connection = InfrastructureConnection.of(infrastructure);
        directory.connectionFile().write(connection);
        System.out.printf(
                "ready kafka=%s postgres=%s s3=%s%n",
                connection.kafkaBootstrapServers(),
                connection.postgres().jdbcUrl(),
                connection.s3().endpoint());
    }

    /// What is still starting is waited for, so that it can be stopped in order and leaves nothing
    /// behind.
    private static void shutDown(
            CompletableFuture<EmbeddedInfrastructure> startup,
            Launch launch,
            DataDirectory directory) {
        directory.connectionFile().delete();
        try {
            startup.get(STARTUP_TIMEOUT_SECONDS, TimeUnit.SECONDS).close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // Nothing was started. Main says why, in the log, which therefore is not removed here.
            return;
        } catch (TimeoutException | RuntimeException e) {
            report(e);
        }
        if (launch.disposable()) {
            WorkDirectory.delete(directory.path());
        }
    }

    /// The message last, where [FailureLine] and people look for it.
    private static void report(Throwable failure) {
        boolean saysAll =
                failure instanceof PortInUseException
                        || failure instanceof IllegalArgumentException
                        || (failure instanceof InfrastructureException
                                && failure.getCause() == null);
        if (!saysAll) {
            failure.printStackTrace();
        }
        System.err.println(FailureLine.PREFIX + failure.getMessage());
    }
}
