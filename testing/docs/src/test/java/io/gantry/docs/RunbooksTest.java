package io.gantry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/runbooks` says of each alert what to do, and `docs/operations.md` leads there.
class RunbooksTest {

    private static final Path HOME = Path.of(System.getProperty("gantry.home"));
    private static final Path RUNBOOKS = HOME.resolve("docs/runbooks");
    private static final Path RULES =
            HOME.resolve("services/monitor/src/main/resources/alert-rules.yaml");
    private static final Path OF_PROMETHEUS = HOME.resolve("infra/monitoring/gantry-rules.yaml");
    private static final Pattern ALERT =
            Pattern.compile("^ +- (?:name|alert): (\\w+)$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(runbooks/(\\w+)\\.md\\)");

    @Test
    void shouldBeThereForEveryAlert() throws IOException {
        List<String> alerts = all(ALERT, RULES);

        assertThat(alerts).hasSizeGreaterThan(10);
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(alerts.stream(), ofPrometheus().stream())
                                    .map("%s.md"::formatted)
                                    .toList());
        }
        assertThat(all(LINK, HOME.resolve("docs/operations.md")))
                .containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void shouldSayWhatToDo() throws IOException {
        for (String alert :
                Stream.concat(all(ALERT, RULES).stream(), ofPrometheus().stream()).toList()) {
            assertThat(RUNBOOKS.resolve(alert + ".md"))
                    .content()
                    .startsWith("# %s\n".formatted(alert))
                    .contains("**See it:**", "**What to do");
        }
    }

    /// The group, too, has a name.
    private static List<String> ofPrometheus() throws IOException {
        return all(ALERT, OF_PROMETHEUS).stream()
                .filter(name -> name.startsWith("Gantry"))
                .toList();
    }

    private static List<String> all(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
