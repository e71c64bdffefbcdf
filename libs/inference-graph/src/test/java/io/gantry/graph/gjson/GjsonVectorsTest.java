package io.gantry.graph.gjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What github.com/tidwall/gjson 1.18.0 itself finds, for each of some documents by each of some
/// paths. The file was made by a program of a few lines around `gjson.GetBytes`.
class GjsonVectorsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void shouldFindWhatGjsonFinds() throws Exception {
        JsonNode vectors = vectors();
        List<String> wrong = new ArrayList<>();
        for (JsonNode document : vectors.path("documents")) {
            JsonNode json = JSON.readTree(document.path("json").asText());
            for (JsonNode path : vectors.path("paths")) {
                JsonNode raw = document.path("found").path(path.asText());
                JsonNode expected = raw.isMissingNode() ? raw : JSON.readTree(raw.asText());
                JsonNode found = GjsonPath.of(path.asText()).find(json);
                if (!found.equals(expected)) {
                    wrong.add("%s of %s is %s and not %s".formatted(path, json, expected, found));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static JsonNode vectors() throws IOException {
        try (InputStream file = GjsonVectorsTest.class.getResourceAsStream("/gjson-vectors.json")) {
            return JSON.readTree(Objects.requireNonNull(file));
        }
    }
}
