package io.gantry.monitor.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The annotations `autoscaling.knative.dev/…` of a revision. A value that cannot be followed is
/// noted and the default stands, because a typing error must not keep a model from being scaled.
final class ScalingAnnotations {

    static final String PREFIX = "autoscaling.knative.dev/";

    private static final Pattern DASH = Pattern.compile("-([a-z])");

    private final Map<String, String> values;
    private final List<String> notes = new ArrayList<>();

    ScalingAnnotations(Map<String, String> values) {
        this.values = values;
    }

    String text(String name, String otherwise) {
        String value = value(name);
        return value == null ? otherwise : value;
    }

    /// @param parse given the annotation's name and text; throws IllegalArgumentException for what
    ///   it refuses
    <T> T read(String name, BiFunction<String, String, T> parse, T otherwise) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return parse.apply(PREFIX + name, value.strip());
        } catch (IllegalArgumentException e) {
            notes.add(e.getMessage());
            return otherwise;
        }
    }

    void note(String note) {
        notes.add(note);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /// Knative's present names have dashes, its former ones capitals (`minScale`).
    private @Nullable String value(String name) {
        String value = values.get(PREFIX + name);
        return value != null
                ? value
                : values.get(
                        PREFIX
                                + DASH.matcher(name)
                                        .replaceAll(
                                                dash -> dash.group(1).toUpperCase(Locale.ROOT)));
    }
}
