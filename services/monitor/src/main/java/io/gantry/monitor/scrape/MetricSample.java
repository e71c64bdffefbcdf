package io.gantry.monitor.scrape;

import java.util.Map;

/// One line of a page of metrics.
public record MetricSample(String name, Map<String, String> labels, double value) {

    public MetricSample {
        labels = Map.copyOf(labels);
    }
}
