package io.gantry.autoscale.knative;

import java.util.Arrays;
import java.util.stream.Collectors;

/// How a window's seconds become one number.
public enum Aggregation {
    /// Each second counts the same.
    LINEAR("linear"),
    /// Each second counts less than the one after it.
    WEIGHTED_EXPONENTIAL("weightedExponential");

    private final String key;

    Aggregation(String key) {
        this.key = key;
    }

    /// @param name of the annotation, for the refusal
    /// @throws IllegalArgumentException when there is no such algorithm
    public static Aggregation read(String name, String text) {
        return Arrays.stream(values())
                .filter(known -> known.key.equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s = %s must be one of %s"
                                        .formatted(
                                                name,
                                                text,
                                                Arrays.stream(values())
                                                        .map(known -> known.key)
                                                        .collect(Collectors.joining(", ")))));
    }
}
