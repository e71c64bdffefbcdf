package io.gantry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` lists what the code can be told, no more and no less.
class ConfigurationPageTest {

    private static final Path HOME = Path.of(System.getProperty("gantry.home"));
    private static final Path PAGE = HOME.resolve("docs/configuration.md");
    private static final String REGENERATE =
            "Write the page anew: ./mvnw test -pl testing/docs -am -Dgantry.docs.write=true";

    private static final String INTRODUCTION =
            """
            # Configuration

            Generated from the sources; do not edit.

            Every key can be given as a system property, as an environment variable (upper case, every other character an underscore:
            `GANTRY_LOADER_CACHE_DIRECTORY`), in `config/application.properties` beside a service, or by `gantry up --set SERVICE:KEY=VALUE`. What
            Quarkus itself can be told (`quarkus.*`, `kafka.*`) goes the same way. A value that does not fit its type ends the service at
            its start, with a message that names the key. Durations are written `500ms`, `10s`, `5m`.
            """;

    @Test
    void shouldBeWhatTheCodeSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("gantry.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as(REGENERATE).content().isEqualTo(page);
    }

    @Test
    void shouldHaveASentenceForEveryKey() throws IOException {
        List<ConfigKey> keys = new ArrayList<>();
        for (Path source : ConfigMappings.sources(HOME)) {
            keys.addAll(ConfigMappings.read(source));
        }
        assertThat(keys).hasSizeGreaterThan(50).noneMatch(key -> key.meaning().isEmpty());
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Path source : ConfigMappings.sources(HOME)) {
            page.append("\n## ").append(module(source)).append("\n\n");
            page.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
            ConfigMappings.read(source).forEach(key -> page.append(row(key)));
        }
        return page.toString();
    }

    private static String row(ConfigKey key) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        key.name(),
                        cell(key.type()),
                        key.preset().map(value -> "`" + cell(value) + "`").orElse(""),
                        cell(key.meaning()));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\[([A-Za-z#.]+)]", "`$1`");
    }

    /// The folder of the module: `services/loader`.
    private static String module(Path source) {
        String path = HOME.relativize(source).toString();
        return path.substring(0, path.indexOf("/src/"));
    }
}
