package io.gantry.bench.deployer;

import io.gantry.cli.CliException;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceConfiguration;
import io.gantry.cli.suite.ServiceLauncher;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The deployer that is measured.
final class DeployerProcess implements AutoCloseable {

    /// As infra/kubernetes/base/deployer has them, for a container of 400 MiB.
    private static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xms16m",
                    "-Xmx160m");

    private static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

    private static final int PORT_OFFSET = 23_000;

    private final GantryDirectory directory;
    private final InfrastructureConnection infrastructure;
    private final UpSettings settings;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    DeployerProcess(
            GantryDirectory directory, InfrastructureConnection infrastructure, Path kubeconfig) {
        this.directory = directory;
        this.infrastructure = infrastructure;
        this.settings =
                new UpSettings(
                        "127.0.0.1",
                        PORT_OFFSET,
                        Map.of(
                                Service.DEPLOYER,
                                Map.of(
                                        "kubeconfig",
                                        kubeconfig.toString(),
                                        "gantry.deployer.platform",
                                        "kubernetes",
                                        "gantry.deployer.resync",
                                        "5m")));
        this.url = URI.create("http://127.0.0.1:" + settings.port(Service.DEPLOYER));
        this.process = start();
    }

    /// Ends as by `kill -9`, and starts again.
    void restart() {
        close();
        process = start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Writes to the API server since its start.
    double writes() throws IOException, InterruptedException {
        return metric("gantry_deployer_api_writes_total");
    }

    /// What is in use of the heap after a collection.
    double liveHeapMebibytes() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        int exit =
                new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw CliException.failed("jcmd GC.run ended with " + exit);
        }
        return metric("jvm_memory_used_bytes{area=\"heap\"") / (1024 * 1024);
    }

    /// Resident memory, by the kernel's count.
    double residentMebibytes() throws IOException {
        return status("VmRSS");
    }

    /// The most that it has been.
    double peakMebibytes() throws IOException {
        return status("VmHWM");
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private Process start() {
        Installation installation = Installation.current();
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(
                new ServiceConfiguration(installation, directory, settings)
                        .environment(Service.DEPLOYER, infrastructure));
        Process started = launcher.launch(Service.DEPLOYER, environment, OPTIONS);
        launcher.awaitReady(Service.DEPLOYER, started, url);
        return started;
    }

    /// The sum of all series that begin so.
    private double metric(String start) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(url.resolve("/q/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                // What follows is an example of a trace.
                .map(line -> line.replaceFirst(" # .*", ""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// A line of `/proc/PID/status`, in KiB there.
    private double status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid()))).stream()
                        .filter(line -> line.startsWith(name + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }
}
