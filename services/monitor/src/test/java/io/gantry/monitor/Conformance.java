package io.gantry.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// What Knative's own code answered, from the directory that `gantry.conformance.dir` names. Tests
/// are skipped, and say so, where there is none.
public final class Conformance {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Conformance() {}

    public static JsonNode knative(String file) {
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
}
