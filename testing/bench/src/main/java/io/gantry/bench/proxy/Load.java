package io.gantry.bench.proxy;

import io.gantry.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Small requests by h2load, over HTTP/1.1, as fast as they are answered or at a rate.
final class Load {

    static final String PATH = "/v1/models/small:predict";

    private static final String BODY = "{\"instances\": [[1.0, 2.0, 5.0], [6.0, 7.0, 8.0]]}";

    private final Path directory;

    Load(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("body.json"), BODY);
    }

    /// What came of it.
    ///
    /// @param cpuMicros of the target for each request; 0 for the backend
    /// @param mebibytes of the target, at the end
    record Result(
            double perSecond,
            double cpuMicros,
            double p50Micros,
            double p99Micros,
            double p999Micros,
            double mebibytes) {}

    /// @param rate requests in a second, over all connections; 0 for as many as are answered
    Result run(Target target, int connections, double rate, int seconds)
            throws IOException, InterruptedException {
        return run(target, List.of(PATH), connections, rate, seconds);
    }

    /// @param paths that are asked for in turn
    Result run(Target target, List<String> paths, int connections, double rate, int seconds)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "requests-", ".tsv");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Peers.program("h2load"),
                                "--h1",
                                "-t1",
                                "-c" + connections,
                                "-D" + seconds,
                                "-d" + directory.resolve("body.json"),
                                "-HContent-Type: application/json",
                                "-H" + Knative.HEADERS.getFirst(),
                                "-H" + Knative.HEADERS.getLast(),
                                "--log-file=" + log));
        if (rate > 0) {
            command.add("--rps=" + rate / connections);
        }
        Path uris = directory.resolve("uris.txt");
        Files.write(
                uris,
                paths.stream()
                        .map(path -> "http://127.0.0.1:%d%s".formatted(target.small(), path))
                        .toList());
        command.add("--input-file=" + uris);
        double before = target.cpuSeconds();
        Process process = Target.run(Cores.others(command), directory.resolve("h2load.log"));
        if (process.waitFor() != 0) {
            throw CliException.failed(
                    "h2load ended with %d:%n%s"
                            .formatted(
                                    process.exitValue(),
                                    Files.readString(directory.resolve("h2load.log"))));
        }
        double cpu = target.cpuSeconds() - before;
        Result result = result(target, log, cpu, seconds);
        Files.delete(log);
        return result;
    }

    private static Result result(Target target, Path log, double cpuSeconds, int seconds)
            throws IOException {
        long[] micros;
        try (Stream<String> lines = Files.lines(log)) {
            micros = lines.mapToLong(line -> micros(target, line)).toArray();
        }
        if (micros.length == 0) {
            throw CliException.failed("%s has answered nothing".formatted(target.name()));
        }
        Arrays.sort(micros);
        return new Result(
                micros.length / (double) seconds,
                cpuSeconds * 1e6 / micros.length,
                at(micros, 0.5),
                at(micros, 0.99),
                at(micros, 0.999),
                target.mebibytes());
    }

    /// @param line when it began, its status, and how long it took, with tabs between
    private static long micros(Target target, String line) {
        String[] fields = line.split("\t", -1);
        if (!fields[1].equals("200")) {
            throw CliException.failed(
                    "%s has answered a request with %s".formatted(target.name(), fields[1]));
        }
        return Long.parseLong(fields[2].strip());
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}
