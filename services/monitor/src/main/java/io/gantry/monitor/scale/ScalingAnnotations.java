package io.gantry.monitor.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The annotations `autoscaling.knative.dev/…` of a revision. A value that cannot be followed is
/// noted and the default stands, because a typing error must not keep a model from being scaled.
final class ScalingAnnotations {

    static final String PREFIX = "autoscaling.knative.dev/";

    private static final Pattern DASH = Pattern.compile("-([a-z])");

    private static final Set<String> KNOWN =
            Set.of(
                    "class",
                    "metric",
                    "metric-aggregation-algorithm",
                    "target",
                    "target-utilization-percentage",
                    "target-burst-capacity",
                    "min-scale",
                    "max-scale",
                    "initial-scale",
                    "activation-scale",
                    "scale-down-delay",
                    "window",
                    "panic-window-percentage",
                    "panic-threshold-percentage",
                    "scale-to-zero-pod-retention-period");

    private final Map<String, String> values;
    private final List<String> notes = new ArrayList<>();

    ScalingAnnotations(Map<String, String> values) {
        this.values = values;
    }

    String text(String name, String otherwise) {
        return value(name).orElse(otherwise);
    }

    /// @param parse given the annotation's name and text; throws IllegalArgumentException for what
    ///   it refuses
    <T> T read(String name, BiFunction<String, String, T> parse, T otherwise) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return parse.apply(PREFIX + name, value.get().strip());
        } catch (IllegalArgumentException e) {
            note(String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    /// Notes the annotations that look like the autoscaler's and are none, such as a misspelt one.
    void noteUnknown() {
        Set<String> names =
                KNOWN.stream()
                        .flatMap(name -> Stream.of(name, formerly(name)))
                        .map(PREFIX::concat)
                        .collect(Collectors.toSet());
        values.keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !names.contains(key))
                .sorted()
                .forEach(key -> note("annotation " + key + " is not known"));
    }

    void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /// Knative's present names have dashes, its former ones capitals (`minScale`).
    Optional<String> value(String name) {
        String value = values.get(PREFIX + name);
        return Optional.ofNullable(value != null ? value : values.get(PREFIX + formerly(name)));
    }

    /// An annotation `prometheus.io/…`, or what KServe's runtimes have in its place.
    Optional<String> ofPrometheus(String name) {
        String value = values.get("prometheus.io/" + name);
        return Optional.ofNullable(
                        value != null ? value : values.get("prometheus.kserve.io/" + name))
                .map(String::strip);
    }

    private static String formerly(String name) {
        return DASH.matcher(name).replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
    }
}
