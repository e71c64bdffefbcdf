package io.gantry.monitor.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTextTest {

    @Test
    void shouldReadWhatPrometheusDocuments() {
        MetricsText read =
                parse(
                        """
                        # HELP http_requests_total The total number of HTTP requests.
                        # TYPE http_requests_total counter
                        http_requests_total{method="post",code="200"} 1027 1395066363000
                        msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
                        metric_without_timestamp_and_labels 12.47
                        something_weird{problem="division by zero"} +Inf -3982045
                        http_request_duration_seconds_bucket{le="0.05",} 24054 # {trace_id="a"} 0.04
                        \t spaced { a = "b" , }   NaN
                        """);

        assertThat(read.unreadable()).isZero();
        assertThat(read.samples())
                .containsExactly(
                        new MetricSample(
                                "http_requests_total",
                                Map.of("method", "post", "code", "200"),
                                1027),
                        new MetricSample(
                                "msdos_file_access_time_seconds",
                                Map.of(
                                        "path",
                                        "C:\\DIR\\FILE.TXT",
                                        "error",
                                        "Cannot find file:\n\"FILE.TXT\""),
                                1.458255915e9),
                        new MetricSample("metric_without_timestamp_and_labels", Map.of(), 12.47),
                        new MetricSample(
                                "something_weird",
                                Map.of("problem", "division by zero"),
                                Double.POSITIVE_INFINITY),
                        new MetricSample(
                                "http_request_duration_seconds_bucket",
                                Map.of("le", "0.05"),
                                24054),
                        new MetricSample("spaced", Map.of("a", "b"), Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a b",
                "a 1d",
                "a 0x1p3",
                "a{b=\"c\" 1",
                "a{b=c} 1",
                "a{b=\"c\",b=\"d\"} 1",
                "a{,} 1",
                "a{b=\"c} 1",
                "a 1 2 3"
            })
    void shouldCountALineThatIsNoSample(String line) {
        MetricsText read = parse(line + "\ngood 1");

        assertThat(read.unreadable()).isEqualTo(1);
        assertThat(read.samples()).containsExactly(new MetricSample("good", Map.of(), 1));
    }

    @Property
    void shouldReadEverySampleAmongAnythingElse(
            @ForAll("samples") List<MetricSample> samples, @ForAll List<String> noise) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(samples.hashCode());
        List<MetricSample> expected = new ArrayList<>();
        for (int i = 0; i < Math.max(samples.size(), noise.size()); i++) {
            if (i < samples.size()) {
                text.append(written(samples.get(i), random)).append('\n');
                expected.add(samples.get(i));
            }
            if (i < noise.size()) {
                // A line of anything, made to begin like nothing that is asked for.
                text.append("#").append(noise.get(i).replaceAll("\\R", " ")).append('\n');
                text.append("other").append(noise.get(i).replaceAll("\\R", " ")).append('\n');
            }
        }
        assertThat(MetricsText.parse(text.toString(), name -> name.startsWith("m")).samples())
                .isEqualTo(expected);
    }

    @Property
    void shouldTakeAnyTextWithoutFailing(@ForAll String text) {
        assertThat(parse(text).samples().size() + parse(text).unreadable())
                .isLessThanOrEqualTo((int) text.lines().count());
        assertThat(parse("m{" + text).samples())
                .hasSizeLessThanOrEqualTo((int) text.lines().count() + 1);
    }

    @Provide
    Arbitrary<List<MetricSample>> samples() {
        Arbitrary<String> name =
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .numeric()
                        .withChars("_:")
                        .ofMaxLength(9);
        Arbitrary<String> label =
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withChars('_')
                        .ofMinLength(1)
                        .ofMaxLength(9);
        Arbitrary<String> value =
                Arbitraries.strings()
                        .all()
                        .ofMaxLength(12)
                        .filter(text -> text.lines().count() <= 1 && !text.contains("\r"));
        return Combinators.combine(
                        name.map("m"::concat),
                        Arbitraries.maps(label, value).ofMaxSize(4),
                        Arbitraries.doubles())
                .as(MetricSample::new)
                .list()
                .ofMaxSize(8);
    }

    private static String written(MetricSample sample, Random random) {
        StringBuilder line =
                new StringBuilder(random.nextBoolean() ? " " : "").append(sample.name());
        if (!sample.labels().isEmpty() || random.nextBoolean()) {
            line.append(random.nextBoolean() ? " {" : "{");
            sample.labels()
                    .forEach((name, value) -> {
                        String escaped =
                                value.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n");
                        line.append(name).append("=\"").append(escaped).append("\",");
                    });
            line.append('}');
        }
        line.append(random.nextBoolean() ? "\t" : " ").append(sample.value());
        return line.append(random.nextBoolean() ? " 1395066363000" : "").toString();
    }

    private static MetricsText parse(String text) {
        return MetricsText.parse(text, _ -> true);
    }
}
