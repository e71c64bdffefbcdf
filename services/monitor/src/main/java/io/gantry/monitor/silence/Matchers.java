package io.gantry.monitor.silence;

import io.gantry.monitor.rule.Wildcard;
import java.util.Map;

/// Whether an alert's labels are those that a silence is for.
final class Matchers {

    private Matchers() {}

    /// True when every label has the value that is asked for, in which `*` stands for any text. A
    /// label that an alert does not have is an empty text.
    static boolean fit(Map<String, String> matchers, Map<String, String> labels) {
        return matchers.entrySet().stream()
                .allMatch(matcher ->
                        Wildcard.fits(
                                matcher.getValue(), labels.getOrDefault(matcher.getKey(), "")));
    }
}
