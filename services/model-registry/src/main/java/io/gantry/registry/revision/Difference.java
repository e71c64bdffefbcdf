package io.gantry.registry.revision;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.kserve.schema.check.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A place where two trees differ.
///
/// @param path JSON pointer of the place
/// @param before null when there is nothing there
/// @param after null when there is nothing there any more
public record Difference(String path, @Nullable JsonNode before, @Nullable JsonNode after) {

    /// The places where the second differs from the first, members by name and elements by
    /// position. What stands in one of them alone is told as a whole.
    public static List<Difference> between(JsonNode before, JsonNode after) {
        List<Difference> found = new ArrayList<>();
        compare(JsonPointer.empty(), before, after, found);
        return found;
    }

    private static void compare(
            JsonPointer path, JsonNode before, JsonNode after, List<Difference> found) {
        if (before.isObject() && after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    compare(path.appendProperty(name), before.path(name), after.path(name), found));
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path.appendIndex(i), before.path(i), after.path(i), found);
            }
        } else if (!Same.values(before, after)) {
            found.add(new Difference(path.toString(), given(before), given(after)));
        }
    }

    private static @Nullable JsonNode given(JsonNode node) {
        return node instanceof MissingNode ? null : node;
    }
}
