package io.gantry.infra.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The services are told what they understand.
class SettingsTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern HEADING = Pattern.compile("^## (\\S+)$");
    private static final Pattern KEY = Pattern.compile("^\\| `(gantry\\.[a-z0-9.-]+)`");
    private static final Pattern VARIABLE = Pattern.compile("\\b(GANTRY_[A-Z0-9_]+)\\b");

    /// What is not Gantry's to define.
    private static final Set<String> OTHERS =
            Set.of(
                    "JAVA_TOOL_OPTIONS",
                    "MALLOC_ARENA_MAX",
                    "QUARKUS_HTTP_HOST",
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    "QUARKUS_DATASOURCE_REACTIVE_URL",
                    "QUARKUS_DATASOURCE_USERNAME",
                    "QUARKUS_DATASOURCE_PASSWORD");

    /// In every file, also those that only some installations use, and where the pages tell.
    @Test
    void shouldNameOnlySettingsThatThereAre() throws IOException {
        Set<String> known = new TreeSet<>();
        variables().values().forEach(known::addAll);
        Set<String> named = new TreeSet<>();
        for (Path file : Kustomizations.files()) {
            VARIABLE.matcher(Files.readString(file)).results().forEach(r -> named.add(r.group()));
        }
        VARIABLE.matcher(Files.readString(Path.of("../docs/install.md")))
                .results()
                .forEach(r -> named.add(r.group()));

        assertThat(named).hasSizeGreaterThan(10).isSubsetOf(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldTellEachServiceItsOwnSettings(String overlay) throws Exception {
        List<JsonNode> documents =
                Kustomizations.rendered(Kustomizations.DIRECTORY.resolve("overlays/" + overlay));

        List<JsonNode> containers = Kustomizations.containers(documents);
        assertThat(containers).hasSize(5);
        for (JsonNode container : containers) {
            String service = container.path("name").asText();
            Set<String> known = new TreeSet<>(OTHERS);
            known.addAll(variables().getOrDefault("services/" + service, Set.of()));
            known.addAll(Objects.requireNonNull(variables().get("libs/event-bus")));
            assertThat(names(container)).as(service).isNotEmpty().isSubsetOf(known);
        }
    }

    private static Set<String> names(JsonNode container) {
        return StreamSupport.stream(container.path("env").spliterator(), false)
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The variables of each module, as the page has its keys.
    private static Map<String, Set<String>> variables() throws IOException {
        Map<String, Set<String>> variables = new TreeMap<>();
        String module = "";
        for (String line : Files.readAllLines(PAGE)) {
            Matcher heading = HEADING.matcher(line);
            Matcher key = KEY.matcher(line);
            if (heading.find()) {
                module = heading.group(1);
            } else if (key.find()) {
                variables
                        .computeIfAbsent(module, each -> new TreeSet<>())
                        .add(key.group(1).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
            }
        }
        return variables;
    }
}
