package io.gantry.bench.loader;

import io.gantry.bench.OnPath;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What one run of a program took.
///
/// @param wallSeconds from its start to its end
/// @param onDiskSeconds from its start until all that it wrote is on disk, too
/// @param cpuSeconds user and system, of it and its children
/// @param mebibytes peak of its resident memory, or of the largest of its children
record Usage(double wallSeconds, double onDiskSeconds, double cpuSeconds, double mebibytes) {

    /// What programs see of the user's environment, which may hold credentials, proxies and
    /// certificates for some of them.
    private static final Set<String> KEPT = Set.of("PATH", "HOME", "LANG", "LC_ALL");

    private static final int LONGEST_MINUTES = 15;
    private static final int LOG_CHARACTERS = 2000;

    /// Runs a program to its end.
    ///
    /// @param written the directory that it writes to
    /// @throws CliException with the end of what it said when it fails
    static Usage of(List<String> program, Map<String, String> environment, Path written)
            throws IOException, InterruptedException {
        Path beside = Objects.requireNonNull(written.getParent());
        Path log = Files.createTempFile(beside, "log-", ".txt");
        Path figures = Files.createTempFile(beside, "time-", ".txt");
        List<String> words = new ArrayList<>(List.of(time(), "-o", figures.toString()));
        words.addAll(List.of("-f", "%e %U %S %M"));
        words.addAll(program);
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().putAll(environment);
        long from = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw failed(program, "did not end within %d min".formatted(LONGEST_MINUTES), log);
        }
        double wall = (System.nanoTime() - from) / 1e9;
        if (process.exitValue() != 0) {
            throw failed(program, "ended with %d".formatted(process.exitValue()), log);
        }
        sync(written);
        return parse(Files.readString(figures), wall, (System.nanoTime() - from) / 1e9);
    }

    /// Returns when all that was written to a directory's file system is on disk.
    static void sync(Path directory) throws IOException, InterruptedException {
        List<String> words = List.of("sync", "--file-system", directory.toString());
        if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
            throw CliException.failed("sync failed for " + directory);
        }
    }

    /// @param line of GNU time: elapsed, user and system seconds, and KiB
    static Usage parse(String line, double wall, double onDisk) {
        String[] words = line.strip().split(" ", -1);
        return new Usage(
                wall,
                onDisk,
                Double.parseDouble(words[1]) + Double.parseDouble(words[2]),
                Double.parseDouble(words[3]) / 1024);
    }

    private static String time() {
        return OnPath.find("time")
                .map(Path::toString)
                .orElseThrow(() ->
                        CliException.failed(
                                "GNU time is not on the PATH; install it (Debian: apt install time)"));
    }

    private static CliException failed(List<String> program, String how, Path log)
            throws IOException {
        String said = Files.readString(log);
        String end = said.substring(Math.max(0, said.length() - LOG_CHARACTERS));
        return CliException.failed("%s %s:%n%s".formatted(program.getFirst(), how, end));
    }
}
