package io.gantry.cli.suite;

import io.gantry.cli.CliException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts a service as a process of its own and waits until it is ready.
public final class ServiceLauncher {

    static final String C1 = "-XX:TieredStopAtLevel=1";

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LOG_LINES = 15;

    private final Installation installation;
    private final GantryDirectory directory;
    private final HttpClient http = HttpClient.newHttpClient();

    public ServiceLauncher(Installation installation, GantryDirectory directory) {
        this.installation = installation;
        this.directory = directory;
    }

    /// @throws CliException naming the port and the service when something else listens there
    public static void requireFree(String host, int port, String what) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw CliException.failed(
                    "%s cannot listen on %s:%d: %s; stop what uses the port, or use gantry up --port-offset N"
                            .formatted(what, host, port, e.getMessage()));
        }
    }

    /// The JVM options of a service. Serial GC and C1 alone suit processes that share a laptop with
    /// models. The loader hashes all that it downloads, for which C2 alone uses the processor's own
    /// instructions.
    public static List<String> defaultOptions(Service service) {
        List<String> options =
                new ArrayList<>(
                        List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx256m"));
        if (service != Service.LOADER) {
            options.add(C1);
        }
        return options;
    }

    Process launch(Service service, Map<String, String> environment) {
        List<String> options = defaultOptions(service);
        installation.aotCache(service).ifPresent(cache -> options.add("-XX:AOTCache=" + cache));
        return launch(service, environment, options);
    }

    public Process launch(Service service, Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>(ownSession());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-jar", installation.serviceJar(service).toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.path().toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(directory.log(service).toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + service.folder(), e);
        }
    }

    /// @throws CliException with the end of the log when the service ends, or is not ready in time
    public void awaitReady(Service service, Process process, URI url) {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        try {
            while (!ready(url)) {
                if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw CliException.failed(
                            "%s ended with %d while it started; its log %s ends with:%n%s"
                                    .formatted(
                                            service.folder(),
                                            process.exitValue(),
                                            directory.log(service),
                                            logTail(service)));
                }
                if (System.nanoTime() > deadline) {
                    throw CliException.failed(
                            "%s was not ready within %d s; its log %s ends with:%n%s"
                                    .formatted(
                                            service.folder(),
                                            READY_TIMEOUT.toSeconds(),
                                            directory.log(service),
                                            logTail(service)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while %s started".formatted(service.folder()));
        }
    }

    private boolean ready(URI url) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url.resolve("/q/health/ready"))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String logTail(Service service) {
        try {
            List<String> lines = Files.readAllLines(directory.log(service));
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(the log cannot be read: %s)".formatted(e.getMessage());
        }
    }

    /// In a session of its own a service outlives the terminal, and Ctrl-C there.
    private static List<String> ownSession() {
        return Files.isExecutable(Path.of("/usr/bin/setsid"))
                ? List.of("/usr/bin/setsid")
                : List.of();
    }
}
