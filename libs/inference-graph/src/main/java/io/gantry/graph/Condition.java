package io.gantry.graph;

import io.gantry.graph.gjson.GjsonPath;
import io.gantry.graph.gjson.UnsupportedPathException;

/// When a step is taken.
public sealed interface Condition {

    /// When the JSON has something at the path.
    record Exists(GjsonPath path) implements Condition {}

    /// It cannot be told.
    ///
    /// @param text as written
    /// @param reason what of it is not supported
    record Unsupported(String text, String reason) implements Condition {}

    static Condition of(String text) {
        try {
            return new Exists(GjsonPath.of(text));
        } catch (UnsupportedPathException e) {
            return new Unsupported(text, String.valueOf(e.getMessage()));
        }
    }
}
