package io.gantry.monitor.silence;

import java.util.Map;

/// Whether an alert's labels are those that a silence is for.
final class Matchers {

    private Matchers() {}

    /// True when every label has the value that is asked for, in which `*` stands for any text. A
    /// label that an alert does not have is an empty text.
    static boolean fit(Map<String, String> matchers, Map<String, String> labels) {
        return matchers.entrySet().stream()
                .allMatch(matcher ->
                        fits(matcher.getValue(), labels.getOrDefault(matcher.getKey(), "")));
    }

    /// In time linear in the text for each asterisk, whatever the pattern.
    private static boolean fits(String pattern, String text) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(text);
        }
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (text.length() < first.length() + last.length()
                || !text.startsWith(first)
                || !text.endsWith(last)) {
            return false;
        }
        int from = first.length();
        int end = text.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], from);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            from = found + parts[i].length();
        }
        return true;
    }
}
