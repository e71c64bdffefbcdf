package io.gantry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/operations.md` says of each alert what to do.
class RunbooksTest {

    private static final Path HOME = Path.of(System.getProperty("gantry.home"));
    private static final Path RULES =
            HOME.resolve("services/monitor/src/main/java/io/gantry/monitor/alert/Rule.java");
    private static final Pattern ALERT =
            Pattern.compile("^ +[A-Z0-9_]+\\(\"(\\w+)\"\\)", Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^### (\\w+)$", Pattern.MULTILINE);

    @Test
    void shouldBeThereForEveryAlert() throws IOException {
        assertThat(all(HEADING, HOME.resolve("docs/operations.md")))
                .containsExactlyInAnyOrderElementsOf(all(ALERT, RULES))
                .hasSizeGreaterThan(3);
    }

    private static List<String> all(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
