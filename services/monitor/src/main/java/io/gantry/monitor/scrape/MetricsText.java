package io.gantry.monitor.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Prometheus' text format, and OpenMetrics as far as it is the same.
///
/// Read line by line: a line that cannot be read costs nothing but itself, and no text whatever
/// costs more than its length.
///
/// @param samples those asked for, in the text's order
/// @param unreadable lines of those asked for that are no samples
public record MetricsText(List<MetricSample> samples, int unreadable) {

    public MetricsText {
        samples = List.copyOf(samples);
    }

    /// @param wanted by the metric's name
    public static MetricsText parse(String text, Predicate<String> wanted) {
        List<MetricSample> samples = new ArrayList<>();
        int unreadable = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            SampleLine cursor = new SampleLine(line);
            String name = cursor.name();
            if (name.isEmpty() || !wanted.test(name)) {
                continue;
            }
            Optional<MetricSample> sample = cursor.sample(name);
            sample.ifPresent(samples::add);
            unreadable += sample.isPresent() ? 0 : 1;
        }
        return new MetricsText(samples, unreadable);
    }
}
