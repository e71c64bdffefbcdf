package io.gantry.graph.gjson;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one path, from its front to its end.
final class PathReader {

    private static final String THIS = "this";

    /// Brackets in brackets are read by calls in calls.
    private static final int MAX_LENGTH = 1000;

    /// All of gjson's; any other word behind an `@` is a key.
    private static final Set<String> MODIFIERS =
            Set.of(
                    "pretty", "ugly", "reverse", THIS, "flatten", "join", "valid", "keys", "values",
                    "tostr", "fromstr", "group", "dig");

    private final String text;
    private final List<Segment> segments = new ArrayList<>();
    private int at;

    private PathReader(String text) {
        this.text = text;
    }

    static GjsonPath read(String text) throws UnsupportedPathException {
        if (text.startsWith("..")) {
            throw new UnsupportedPathException("lines of JSON ('..') are not supported");
        }
        if (text.length() > MAX_LENGTH) {
            throw new UnsupportedPathException(
                    "it has %d characters, more than %d".formatted(text.length(), MAX_LENGTH));
        }
        PathReader reader = new PathReader(text);
        do {
            reader.segment();
        } while (reader.goesOn());
        return new GjsonPath(text, reader.segments);
    }

    /// Passes over what separates this segment from the next.
    private boolean goesOn() throws UnsupportedPathException {
        if (at >= text.length()) {
            return false;
        }
        at++;
        if (at >= text.length()) {
            throw new UnsupportedPathException("it ends in a '%s'".formatted(text.charAt(at - 1)));
        }
        return true;
    }

    private void segment() throws UnsupportedPathException {
        char first = at < text.length() ? text.charAt(at) : 0;
        if (first == '@' && MODIFIERS.contains(modifier(at))) {
            modifier();
        } else if (first == '[') {
            collected();
        } else if (first == '{') {
            throw new UnsupportedPathException("objects of paths ('{…}') are not supported");
        } else if (first == '!') {
            throw new UnsupportedPathException("literals ('!…') are not supported");
        } else {
            walk();
        }
    }

    private String modifier(int start) {
        int end = start + 1;
        while (end < text.length() && ".|:".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(start + 1, end);
    }

    private void modifier() throws UnsupportedPathException {
        String name = modifier(at);
        int end = at + 1 + name.length();
        if (!name.equals(THIS) || (end < text.length() && text.charAt(end) == ':')) {
            throw new UnsupportedPathException(
                    "of the modifiers only '@this' is supported, found '@%s'".formatted(name));
        }
        segments.add(new Segment.This());
        at = end;
    }

    private void collected() throws UnsupportedPathException {
        int end = Brackets.end(text, at);
        List<GjsonPath> paths = new ArrayList<>();
        for (String path : Brackets.list(text.substring(at + 1, end))) {
            if (path.isEmpty()) {
                throw new UnsupportedPathException("a path in '[…]' is empty");
            }
            paths.add(read(path));
        }
        segments.add(new Segment.Collected(paths));
        at = end + 1;
        if (at < text.length() && ".|".indexOf(text.charAt(at)) < 0) {
            throw new UnsupportedPathException("'%s' follows ']'".formatted(text.charAt(at)));
        }
    }

    /// Up to a pipe, or to a dot that is one.
    private void walk() throws UnsupportedPathException {
        List<Part> parts = new ArrayList<>();
        do {
            parts.add(part());
        } while (at < text.length() && text.charAt(at) == '.' && !isPipe(at + 1) && goesOn());
        segments.add(new Segment.Walk(parts));
    }

    /// Whether a dot in front of this passes a whole value on.
    private boolean isPipe(int next) {
        char first = next < text.length() ? text.charAt(next) : 0;
        return first == '[' || first == '{' || (first == '@' && MODIFIERS.contains(modifier(next)));
    }

    private Part part() throws UnsupportedPathException {
        if (at >= text.length() || text.charAt(at) != '#') {
            return key();
        }
        at++;
        char next = at < text.length() ? text.charAt(at) : '|';
        return switch (next) {
            case '|' -> new Part.Length();
            case '.' -> {
                at++;
                yield new Part.Each(rest());
            }
            case '(', '[' -> query();
            default ->
                    throw new UnsupportedPathException(
                            "'#' is followed by '%s'; escape it where it is part of a key"
                                    .formatted(next));
        };
    }

    private Part query() throws UnsupportedPathException {
        int end = Brackets.end(text, at);
        Query query = QueryReader.read(text.substring(at + 1, end));
        at = end + 1;
        boolean all = at < text.length() && text.charAt(at) == '#';
        at += all ? 1 : 0;
        @Nullable GjsonPath rest = null;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            rest = rest();
        } else if (at < text.length() && text.charAt(at) != '|') {
            throw new UnsupportedPathException("'%s' follows a query".formatted(text.charAt(at)));
        }
        return all ? new Part.All(query, rest) : new Part.First(query, rest);
    }

    /// The path up to the next pipe, which each of several elements is asked for by itself.
    private GjsonPath rest() throws UnsupportedPathException {
        int end = Brackets.pipe(text, at);
        String rest = text.substring(at, end);
        if (rest.isEmpty()) {
            throw new UnsupportedPathException("nothing follows '.'");
        }
        at = end;
        return read(rest);
    }

    private Part key() {
        int start = at;
        boolean wild = false;
        StringBuilder name = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '|') {
            char next = text.charAt(at);
            wild |= next == '*' || next == '?';
            if (next == '\\') {
                at++;
            }
            if (at < text.length()) {
                name.append(text.charAt(at));
                at++;
            }
        }
        return new Part.Key(name.toString(), text.substring(start, at), wild);
    }
}
