package io.gantry.graph.gjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path through JSON in the syntax of gjson
/// (https://github.com/tidwall/gjson/blob/master/SYNTAX.md).
///
/// Keys with `*`, `?` and `\`, indexes, `#`, `#.path`, `#(query)`, `#(query)#`, `|`, `@this` and
/// `[path,path]` are read; other modifiers, `{…}`, `!literal` and `..` are not. Of an object that
/// has a key twice the last value counts, where gjson takes the first.
public final class GjsonPath {

    private final String text;
    private final List<Segment> segments;

    GjsonPath(String text, List<Segment> segments) {
        this.text = text;
        this.segments = List.copyOf(segments);
    }

    /// @throws UnsupportedPathException where the path is not in the subset, or cannot be read at
    ///   all
    public static GjsonPath of(String text) throws UnsupportedPathException {
        return PathReader.read(text);
    }

    /// Whether the JSON has something there, be it null; gjson's `Exists`.
    public boolean existsIn(JsonNode json) {
        return !find(json).isMissingNode();
    }

    /// What the JSON has there; missing where it has nothing.
    public JsonNode find(JsonNode json) {
        @Nullable JsonNode found = json;
        for (Segment segment : segments) {
            found = segment.of(found);
            // Nothing that lies behind is asked when the way to it is not there.
            if (found == null) {
                return MissingNode.getInstance();
            }
        }
        return found;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return text;
    }
}
