package io.gantry.monitor.scrape;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one line, from left to right: a name, labels, a value. A timestamp and an exemplar that
/// follow are passed over.
final class SampleLine {

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
    private static final Pattern AFTER = Pattern.compile("([ \\t]+[+-]?[\\d.]+)?[ \\t]*(#.*)?");

    private final String line;
    private int at;

    SampleLine(String line) {
        this.line = line;
        skipBlanks();
    }

    /// The metric's name; empty for a comment, an empty line, or what begins with no name.
    String name() {
        return identifier(true);
    }

    /// What follows the name; empty when it is no sample.
    Optional<MetricSample> sample(String name) {
        Map<String, String> labels = labels();
        if (labels == null) {
            return Optional.empty();
        }
        skipBlanks();
        int from = at;
        while (at < line.length() && !blank(line.charAt(at)) && line.charAt(at) != '#') {
            at++;
        }
        return value(line.substring(from, at))
                .filter(_ -> AFTER.matcher(line.substring(at)).matches())
                .map(value -> new MetricSample(name, labels, value));
    }

    private static Optional<Double> value(String text) {
        return switch (text) {
            case "NaN" -> Optional.of(Double.NaN);
            case "+Inf", "Inf" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-Inf" -> Optional.of(Double.NEGATIVE_INFINITY);
            default ->
                    NUMBER.matcher(text).matches()
                            ? Optional.of(Double.parseDouble(text))
                            : Optional.empty();
        };
    }

    /// Empty when there are none; null when they cannot be read.
    private @Nullable Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        skipBlanks();
        if (!take('{')) {
            return labels;
        }
        while (true) {
            skipBlanks();
            if (take('}')) {
                return labels;
            }
            String name = identifier(false);
            skipBlanks();
            if (name.isEmpty() || !take('=')) {
                return null;
            }
            skipBlanks();
            String value = quoted();
            if (value == null || labels.put(name, value) != null) {
                return null;
            }
            skipBlanks();
            if (!take(',') && !(at < line.length() && line.charAt(at) == '}')) {
                return null;
            }
        }
    }

    private @Nullable String quoted() {
        if (!take('"')) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (next == '"') {
                return text.toString();
            }
            if (next == '\\' && at < line.length()) {
                char escaped = line.charAt(at++);
                text.append(
                        switch (escaped) {
                            case 'n' -> "\n";
                            case '"', '\\' -> String.valueOf(escaped);
                            // As Prometheus takes what is no escape: for what it is.
                            default -> "\\" + escaped;
                        });
            } else {
                text.append(next);
            }
        }
        return null;
    }

    private String identifier(boolean colons) {
        int from = at;
        while (at < line.length()) {
            char next = line.charAt(at);
            boolean digit = next >= '0' && next <= '9' && at > from;
            boolean letter =
                    (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_';
            if (!digit && !letter && !(colons && next == ':')) {
                break;
            }
            at++;
        }
        return line.substring(from, at);
    }

    private boolean take(char wanted) {
        if (at < line.length() && line.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < line.length() && blank(line.charAt(at))) {
            at++;
        }
    }

    private static boolean blank(char character) {
        return character == ' ' || character == '\t';
    }
}
