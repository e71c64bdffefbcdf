package io.gantry.autoscale.knative;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/// What Knative's own code answered, from the directory that `gantry.conformance.dir` names. Tests
/// are skipped, and say so, where there is none; what they found is left as a table in
/// `target/conformance`.
final class Conformance {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESULTS = Path.of("target", "conformance");

    private Conformance() {}

    /// A test for each of a file's vectors.
    ///
    /// @param nameOf the field that tells them apart
    /// @param check fails when an answer is not Knative's; returns how many were compared
    static Stream<DynamicTest> tests(
            String file, String part, String nameOf, ToIntFunction<JsonNode> check) {
        Map<String, String> results = new TreeMap<>();
        return StreamSupport.stream(knative(file).get(part).spliterator(), false)
                .map(vector -> {
                    String name = vector.get(nameOf).asText();
                    return DynamicTest.dynamicTest(
                            name,
                            () -> {
                                results.put(name, "different\t-");
                                try {
                                    results.put(name, "equal\t" + check.applyAsInt(vector));
                                } finally {
                                    write(file.replace(".json", "-" + part + ".tsv"), results);
                                }
                            });
                });
    }

    private static JsonNode knative(String file) {
        Path path = Path.of(System.getProperty("gantry.conformance.dir", ""), "knative", file);
        Assumptions.assumeTrue(
                Files.isReadable(path),
                () -> "no conformance data at " + path + ", set -Dgantry.conformance.dir");
        try {
            return JSON.readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String file, Map<String, String> results) throws IOException {
        Files.createDirectories(RESULTS);
        Files.writeString(
                RESULTS.resolve(file),
                results.entrySet().stream()
                        .map(row -> row.getKey() + "\t" + row.getValue())
                        .collect(Collectors.joining("\n", "vector\tresult\tanswers\n", "\n")));
    }
}
