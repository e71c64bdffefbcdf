package io.gantry.bench.proxy;

import io.gantry.bench.Footprint;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Something that answers requests: a proxy, or the backend itself.
///
/// @param small where small requests go
/// @param streams where streams are asked for; 0 for nowhere
/// @param process null for the backend, which is not measured
record Target(String name, int small, int streams, @Nullable Process process)
        implements AutoCloseable {

    /// Clock ticks of `/proc/PID/stat` in a second, which Linux has fixed for programs.
    private static final double TICKS = 100;

    boolean hasStreams() {
        return streams > 0;
    }

    /// Seconds of the processor so far, its children's included.
    double cpuSeconds() throws IOException {
        double seconds = 0;
        for (long pid : pids()) {
            String stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
            // The name before may have blanks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        }
        return seconds;
    }

    /// Resident memory, its children's included.
    double mebibytes() throws IOException {
        double kibibytes = 0;
        for (long pid : pids()) {
            kibibytes +=
                    Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0);
        }
        return kibibytes / 1024;
    }

    /// What is in use of the heap of one of our services after a collection; 0 for the backend.
    double liveHeapMebibytes() throws IOException, InterruptedException {
        return process == null
                ? 0
                : new Footprint(process.pid(), URI.create("http://127.0.0.1:" + small))
                        .liveHeapMebibytes();
    }

    private List<Long> pids() {
        if (process != null && !process.isAlive()) {
            throw CliException.failed(
                    "%s has ended; something else may have its port".formatted(name));
        }
        return process == null
                ? List.of()
                : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .map(ProcessHandle::pid)
                        .toList();
    }

    @Override
    public void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    /// Starts a program that is measured.
    static Process start(List<String> command, Path log) throws IOException {
        return run(Cores.measured(command), log);
    }

    static Process run(List<String> command, Path log) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.isAlive()) {
            throw CliException.failed(
                    "%s ended at once:%n%s".formatted(command, Files.readString(log)));
        }
        return process;
    }
}
