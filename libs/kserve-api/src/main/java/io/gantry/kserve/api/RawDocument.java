package io.gantry.kserve.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/// One document of a manifest before anyone has asked what kind of resource it is.
sealed interface RawDocument {

    /// A tree, and where in the text its parts stand.
    record Tree(JsonNode root, Locator locator) implements RawDocument {}

    /// Text that is neither YAML nor JSON, or that exceeds a limit.
    record Broken(Position position, String message) implements RawDocument {}

    /// A place in the text, counted from 1.
    record Position(int line, int column) {}

    /// Finds the place of a value; the nearest enclosing one where the value itself is not there.
    @FunctionalInterface
    interface Locator {
        Position locate(JsonPointer path);
    }
}
