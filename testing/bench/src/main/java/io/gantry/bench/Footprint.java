package io.gantry.bench;

import io.gantry.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a service of ours takes, by the kernel's count and by its own metrics.
///
/// @param pid of the service's process
/// @param url where it answers
public record Footprint(long pid, URI url) {

    /// Clock ticks of `/proc/PID/stat` in a second, which Linux has fixed for programs.
    private static final double TICKS = 100;

    private static final double MEBIBYTE = 1 << 20;
    private static final double KIBIBYTES = 1024;

    /// Of the processor, so far.
    public double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
        // The name before may have blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /// Of memory.
    public double residentMebibytes() throws IOException {
        return status("VmRSS");
    }

    /// The most that it has been.
    public double peakMebibytes() throws IOException {
        return status("VmHWM");
    }

    /// What is in use of the heap after a collection.
    public double liveHeapMebibytes() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        int exit =
                new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw CliException.failed("jcmd GC.run ended with " + exit);
        }
        return metric("jvm_memory_used_bytes{area=\"heap\"") / MEBIBYTE;
    }

    /// The sum of all series that begin so.
    public double metric(String start) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(url.resolve("/q/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    // What follows is an example of a trace.
                    .map(line -> line.replaceFirst(" # .*", ""))
                    .mapToDouble(
                            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /// A line of `/proc/PID/status`, in KiB there.
    private double status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                        .filter(line -> line.startsWith(name + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / KIBIBYTES;
    }
}
