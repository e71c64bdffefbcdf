package io.gantry.monitor.scrape;

import java.util.Map;

/// One line of a replica's metrics.
record MetricSample(String name, Map<String, String> labels, double value) {

    MetricSample {
        labels = Map.copyOf(labels);
    }
}
