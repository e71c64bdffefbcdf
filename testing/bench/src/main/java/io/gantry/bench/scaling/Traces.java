package io.gantry.bench.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Reads traces of real requests: Azure's (CSV) and Mooncake's (JSON lines).
final class Traces {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter AZURE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSSS][.SSSSSS]");

    private Traces() {}

    /// All traces of a directory, in the order of their names; none when there is no such
    /// directory.
    static List<Trace> of(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.sorted().toList();
        }
        List<Trace> traces = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".csv")) {
                traces.add(trace(name, azure(Files.readAllLines(file))));
            } else if (name.endsWith(".jsonl")) {
                traces.add(trace(name, mooncake(Files.readAllLines(file))));
            }
        }
        return traces;
    }

    private static Trace trace(String file, List<Request> requests) {
        String name = file.substring(0, file.lastIndexOf('.'));
        return new Trace(
                name, requests.stream().sorted(Comparator.comparingDouble(Request::at)).toList());
    }

    private static List<Request> azure(List<String> lines) {
        LocalDateTime begin = time(lines.get(1));
        return lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> {
                    String[] fields = line.split(",", -1);
                    double at = Duration.between(begin, time(line)).toNanos() / NANOS;
                    return request(at, Integer.parseInt(fields[1]), Integer.parseInt(fields[2]));
                })
                .toList();
    }

    private static LocalDateTime time(String line) {
        return LocalDateTime.parse(line.substring(0, line.indexOf(',')), AZURE);
    }

    private static List<Request> mooncake(List<String> lines) throws IOException {
        List<Request> requests = new ArrayList<>();
        for (String line : lines) {
            JsonNode json = JSON.readTree(line);
            requests.add(
                    request(
                            json.get("timestamp").asDouble() / MILLIS,
                            json.get("input_length").asInt(),
                            json.get("output_length").asInt()));
        }
        return requests;
    }

    private static Request request(double at, int prompt, int output) {
        return new Request(at, Math.max(1, prompt), Math.max(1, output));
    }
}
