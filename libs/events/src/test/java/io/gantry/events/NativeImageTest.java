package io.gantry.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NativeImageTest {

    private static final String CONFIG =
            "/META-INF/native-image/io.gantry/gantry-events/reflect-config.json";

    @Test
    void shouldRegisterEveryRecordAndEnumForNativeExecutables() throws Exception {
        // Given
        List<String> data = recordsAndEnums();

        // When
        List<String> registered;
        try (InputStream config = NativeImageTest.class.getResourceAsStream(CONFIG)) {
            JsonNode entries = EventJson.mapper().readTree(Objects.requireNonNull(config));
            registered = entries.valueStream().map(entry -> entry.get("name").asText()).toList();
        }

        // Then
        assertThat(registered).containsExactlyInAnyOrderElementsOf(data);
        assertThat(data).contains(PredictorObserved.Phase.class.getName());
    }

    private static List<String> recordsAndEnums() throws IOException, URISyntaxException {
        Path classes =
                Path.of(Event.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String folder = Event.class.getPackageName();
        try (Stream<Path> files = Files.list(classes.resolve(folder.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                    .map(name -> folder + "." + name.substring(0, name.length() - 6))
                    .filter(NativeImageTest::isData)
                    .toList();
        }
    }

    private static boolean isData(String name) {
        try {
            Class<?> type = Class.forName(name);
            return type.isRecord() || type.isEnum();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
