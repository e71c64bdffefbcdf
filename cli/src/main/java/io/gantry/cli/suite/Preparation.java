package io.gantry.cli.suite;

import io.gantry.cli.CliException;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Training runs: each service is started once, on infrastructure of its own, and leaves the JDK's
/// AOT cache (JEP 514) beside its jar. The JVM itself refuses a cache of other jars or another JDK.
final class Preparation {

    private static final String LOOPBACK = "127.0.0.1";

    private final Installation installation;
    private final Progress progress;

    Preparation(Installation installation, Progress progress) {
        this.installation = installation;
        this.progress = progress;
    }

    /// @throws CliException when a service does not start or leaves no cache
    void run() {
        Path scratch = scratch();
        try (InfrastructureProcess infrastructure =
                        InfrastructureProcess.start(
                                InfrastructureProcess.Java.current(), Launch.temporary());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            GantryDirectory directory = GantryDirectory.create(scratch);
            UpSettings settings = new UpSettings(LOOPBACK, freeOffset(), Map.of());
            List<Future<?>> trainings = new ArrayList<>();
            for (Service service : Service.values()) {
                trainings.add(
                        threads.submit(() ->
                                train(service, directory, settings, infrastructure.connection())));
            }
            trainings.add(threads.submit(this::trainRuntime));
            trainings.forEach(Preparation::join);
        } finally {
            delete(scratch);
        }
    }

    private void train(
            Service service,
            GantryDirectory directory,
            UpSettings settings,
            InfrastructureConnection infrastructure) {
        long from = System.nanoTime();
        Path cache = installation.aotCachePath(service);
        Path fresh = cache.resolveSibling(cache.getFileName() + ".new");
        List<String> options = new ArrayList<>(ServiceLauncher.defaultOptions(service));
        // C2's profiles in the cache would make every start compile more than it gains.
        options.add(ServiceLauncher.C1);
        options.add("-XX:AOTCacheOutput=" + fresh);
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        Process process =
                launcher.launch(
                        service,
                        new ServiceConfiguration(installation, directory, settings)
                                .environment(service, infrastructure),
                        options);
        try {
            launcher.awaitReady(
                    service,
                    process,
                    URI.create("http://%s:%d".formatted(LOOPBACK, settings.port(service))));
        } finally {
            process.destroy();
            process.onExit().join();
        }
        publish(service, fresh, cache);
        progress.prepared(service.folder(), Duration.ofNanos(System.nanoTime() - from));
    }

    private static void publish(Service service, Path fresh, Path cache) {
        try {
            Files.move(fresh, cache, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CliException.failed(
                    "%s left no AOT cache at %s: %s".formatted(service.folder(), fresh, e));
        }
    }

    private void trainRuntime() {
        long from = System.nanoTime();
        try {
            Process process =
                    new ProcessBuilder(
                                    installation
                                            .runtimeLaunchers()
                                            .getFirst()
                                            .resolve("gantry-onnx")
                                            .toString(),
                                    "prepare",
                                    "--model-name=sample",
                                    "--model-dir=" + installation.sampleModel())
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start();
            if (process.waitFor() != 0) {
                throw CliException.failed("The ONNX runtime left no AOT cache");
            }
            progress.prepared("ONNX runtime", Duration.ofNanos(System.nanoTime() - from));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the ONNX runtime", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted");
        }
    }

    /// Ports that a running suite does not use.
    private static int freeOffset() {
        return IntStream.iterate(20_000, offset -> offset + 10)
                .limit(1000)
                .filter(Preparation::free)
                .findFirst()
                .orElseThrow(() -> CliException.failed("No free ports found from 28080 on"));
    }

    private static boolean free(int offset) {
        UpSettings settings = new UpSettings(LOOPBACK, offset, Map.of());
        try {
            Arrays.stream(Service.values())
                    .forEach(service ->
                            ServiceLauncher.requireFree(
                                    LOOPBACK, settings.port(service), service.folder()));
            return true;
        } catch (CliException taken) {
            return false;
        }
    }

    private static void join(Future<?> training) {
        try {
            training.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CliException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted");
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("gantry-prepare-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
