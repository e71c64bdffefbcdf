package io.gantry.kserve.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a native executable is told exists. That it is enough shows only in one: the list is what a
/// debugger saw the CEL library look up while it compiled and evaluated rules.
class NativeImageTest {
    private static final String FOLDER = "/META-INF/native-image/io.gantry/gantry-kserve-schema/";

    @Test
    void shouldNameClassesAndMethodsThatExist() throws ReflectiveOperationException {
        for (JsonNode entry : Schemas.yaml(text("reflect-config.json"))) {
            Class<?> type = Class.forName(entry.get("name").asText());
            for (JsonNode method : entry.path("methods")) {
                assertThat(type.getDeclaredMethod(method.get("name").asText())).isNotNull();
            }
        }
    }

    @Test
    void shouldNameTheResourcesThatAreRead() {
        // Given
        String pattern =
                Schemas.yaml(text("resource-config.json"))
                        .at("/resources/includes/0/pattern")
                        .asText();

        // When, Then
        assertThat(List.of("kserve.json", "meta.json"))
                .allMatch(name -> ("io/gantry/kserve/schema/" + name).matches(pattern));
    }

    @Test
    void shouldStartTheCelLibraryWhereItRuns() throws ClassNotFoundException {
        assertThat(text("native-image.properties"))
                .contains(
                        Class.forName(
                                        "io.gantry.kserve.schema.check.CelRules$Library",
                                        false,
                                        NativeImageTest.class.getClassLoader())
                                .getName());
    }

    private static String text(String file) {
        try (InputStream resource = NativeImageTest.class.getResourceAsStream(FOLDER + file)) {
            return new String(Objects.requireNonNull(resource, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
