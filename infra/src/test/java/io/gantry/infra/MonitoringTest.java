package io.gantry.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Alert rules and dashboard name metrics that exist, and Prometheus takes them.
class MonitoringTest {

    private static final Path DIRECTORY = Path.of("monitoring");
    private static final Path METRICS = Path.of("../docs/metrics.md");
    private static final Pattern NAME = Pattern.compile("\\bgantry_[a-z0-9_]+");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(gantry_[a-z0-9_]+)` \\| (timer|summary)?(, with buckets)?");

    @ParameterizedTest
    @ValueSource(strings = {"gantry-rules.yaml", "gantry-rules.test.yaml", "gantry-dashboard.json"})
    void shouldNameOnlyMetricsThatAreDocumented(String file) throws IOException {
        Set<String> named =
                NAME.matcher(Files.readString(DIRECTORY.resolve(file)))
                        .results()
                        .map(result -> result.group())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isNotEmpty().isSubsetOf(documented());
    }

    /// What nobody looks at need not be measured.
    @Test
    void shouldShowEveryMetricOnTheDashboard() throws IOException {
        String dashboard = Files.readString(DIRECTORY.resolve("gantry-dashboard.json"));

        assertThat(documented())
                .filteredOn(name -> !name.matches(".*_(sum|count|max|bucket)"))
                .filteredOn(name -> !dashboard.contains(name))
                .isEmpty();
    }

    @Test
    void shouldTellThePersonWhomAnAlertWakesWhatToDo() throws IOException {
        List<String> rules =
                List.of(
                        Files.readString(DIRECTORY.resolve("gantry-rules.yaml"))
                                .split("- alert: "));

        assertThat(rules.subList(1, rules.size()))
                .hasSizeGreaterThan(5)
                .allSatisfy(rule -> {
                    String name = rule.lines().findFirst().orElseThrow();
                    assertThat(rule)
                            .contains(
                                    "severity:",
                                    "summary:",
                                    "description:",
                                    "runbook_url: docs/runbooks/%s.md".formatted(name));
                });
    }

    @Test
    void shouldBeTakenByPrometheus() throws IOException, InterruptedException {
        promtool("check", "config", "prometheus.yaml");
        promtool("check", "rules", "gantry-rules.yaml");
        promtool("test", "rules", "gantry-rules.test.yaml");
    }

    /// Grafana's variables filled in, each query of the dashboard is one that Prometheus can read.
    @Test
    void shouldAskWhatPrometheusUnderstands(@TempDir Path temporary)
            throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        List<String> queries = queries();
        for (int i = 0; i < queries.size(); i++) {
            String query =
                    queries.get(i)
                            .replace("$__rate_interval", "1m")
                            .replaceAll("\\$(namespace|model)", ".*");
            rules.append("  - record: query:")
                    .append(i)
                    .append("\n    expr: '")
                    .append(query.replace("'", "''"))
                    .append("'\n");
        }
        assertThat(queries).hasSizeGreaterThan(20);
        Path file = Files.writeString(temporary.resolve("queries.yaml"), rules);

        promtool("check", "rules", file.toString());
    }

    private static List<String> queries() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(DIRECTORY.resolve("gantry-dashboard.json").toFile());
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
        }
        return queries;
    }

    /// The names of the page, and what Prometheus makes of its timers.
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(METRICS)) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                names.add(row.group(1));
                if (row.group(2) != null) {
                    List.of("_sum", "_count", "_max").forEach(end -> names.add(row.group(1) + end));
                }
                if (row.group(3) != null) {
                    names.add(row.group(1) + "_bucket");
                }
            }
        }
        return names;
    }

    private static void promtool(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        assumeTrue(installed(), "promtool is not installed: apt-get install prometheus");
        Process process =
                new ProcessBuilder(command)
                        .directory(DIRECTORY.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("promtool", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
