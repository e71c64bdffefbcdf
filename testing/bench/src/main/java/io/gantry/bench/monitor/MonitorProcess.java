package io.gantry.bench.monitor;

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
import java.util.List;
import java.util.Map;

/// The monitor that is measured.
final class MonitorProcess implements AutoCloseable {

    /// As a container of 768 MiB has them.
    private static final List<String> OPTIONS =
            List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx460m");

    private static final int PORT_OFFSET = 25_000;

    /// Clock ticks of `/proc/PID/stat` in a second, which Linux has fixed for programs.
    private static final double TICKS = 100;

    private final URI url;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    /// Returns when it has its state.
    MonitorProcess(GantryDirectory directory, InfrastructureConnection infrastructure) {
        Installation installation = Installation.current();
        UpSettings settings = new UpSettings("127.0.0.1", PORT_OFFSET, Map.of());
        int port = settings.port(Service.MONITOR);
        // One that an earlier benchmark has left would answer in its place.
        ServiceLauncher.requireFree(settings.host(), port, "the monitor");
        this.url = URI.create("http://127.0.0.1:" + port);
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        this.process =
                launcher.launch(
                        Service.MONITOR,
                        new ServiceConfiguration(installation, directory, settings)
                                .environment(Service.MONITOR, infrastructure),
                        OPTIONS);
        launcher.awaitReady(Service.MONITOR, process, url);
    }

    /// Of the processor, so far.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/%d/stat".formatted(process.pid())));
        // The name before may have blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    double residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid()))).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
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
        return metric("jvm_memory_used_bytes{area=\"heap\"") / (1 << 20);
    }

    /// The sum of all series that begin so.
    double metric(String start) throws IOException, InterruptedException {
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

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
