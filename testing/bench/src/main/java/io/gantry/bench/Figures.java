package io.gantry.bench;

import java.util.List;

/// Repeated measurements of one thing.
public record Figures(List<Double> values) {

    public Figures {
        values = values.stream().sorted().toList();
    }

    public double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(middle)
                : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    public double min() {
        return values.getFirst();
    }

    public double max() {
        return values.getLast();
    }
}
