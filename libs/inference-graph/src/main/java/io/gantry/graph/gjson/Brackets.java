package io.gantry.graph.gjson;

import java.util.ArrayList;
import java.util.List;

/// Where in a path something in brackets ends. What is quoted in brackets, or follows a `\`, opens
/// and closes nothing.
final class Brackets {

    private Brackets() {}

    /// @param open the index of a bracket
    /// @return the index of the one that closes it
    static int end(String text, int open) throws UnsupportedPathException {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            i = past(text, i);
            if (i >= text.length()) {
                break;
            }
            depth += change(text.charAt(i));
            if (depth == 0) {
                return i;
            }
        }
        throw new UnsupportedPathException("a bracket is not closed");
    }

    /// @return the index of the first pipe that no bracket encloses, or the text's end
    static int pipe(String text, int from) throws UnsupportedPathException {
        for (int i = from; i < text.length(); i++) {
            char next = text.charAt(i);
            boolean opens = next == '[' && (i == from || ".#".indexOf(text.charAt(i - 1)) >= 0);
            if (next == '\\') {
                i++;
            } else if (opens || (next == '(' && i > from && text.charAt(i - 1) == '#')) {
                i = end(text, i);
            } else if (next == '|') {
                return i;
            }
        }
        return text.length();
    }

    /// What stands between the commas that no bracket encloses.
    static List<String> list(String text) {
        List<String> found = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            i = past(text, i);
            char next = i < text.length() ? text.charAt(i) : 0;
            depth += change(next);
            if (next == ',' && depth == 0) {
                found.add(text.substring(start, i));
                start = i + 1;
            }
        }
        found.add(text.substring(start));
        return found;
    }

    /// The index itself, or that of the last character which a `\` or a quote at it covers.
    static int past(String text, int at) {
        if (text.charAt(at) == '\\') {
            return at + 1 < text.length() ? at + 1 : at;
        }
        if (text.charAt(at) != '"') {
            return at;
        }
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    private static int change(char bracket) {
        return switch (bracket) {
            case '[', '(', '{' -> 1;
            case ']', ')', '}' -> -1;
            default -> 0;
        };
    }
}
