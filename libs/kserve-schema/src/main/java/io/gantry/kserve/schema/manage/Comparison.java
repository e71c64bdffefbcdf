package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.schema.Schema;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which fields one value has that the other has not, and which differ.
record Comparison(FieldSet added, FieldSet removed, FieldSet modified) {
    private static final Comparison SAME =
            new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);
    private static final Comparison ADDED =
            new Comparison(FieldSet.ITSELF, FieldSet.EMPTY, FieldSet.EMPTY);
    private static final Comparison REMOVED =
            new Comparison(FieldSet.EMPTY, FieldSet.ITSELF, FieldSet.EMPTY);
    private static final Comparison MODIFIED =
            new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.ITSELF);

    static Comparison of(
            @Nullable JsonNode before, @Nullable JsonNode after, @Nullable Schema schema) {
        Map<PathElement, JsonNode> old = Structure.parts(before, schema);
        Map<PathElement, JsonNode> now = Structure.parts(after, schema);
        boolean parted = (old != null && !old.isEmpty()) || (now != null && !now.isEmpty());
        Comparison itself = itself(before, after, parted && fit(before, old) && fit(after, now));
        if (!parted) {
            return itself;
        }
        Map<PathElement, JsonNode> oldParts = old == null ? Map.of() : old;
        Map<PathElement, JsonNode> newParts = now == null ? Map.of() : now;
        Map<PathElement, FieldSet> added = new TreeMap<>();
        Map<PathElement, FieldSet> removed = new TreeMap<>();
        Map<PathElement, FieldSet> modified = new TreeMap<>();
        Set<PathElement> elements = new LinkedHashSet<>(oldParts.keySet());
        elements.addAll(newParts.keySet());
        for (PathElement element : elements) {
            Comparison part =
                    of(oldParts.get(element), newParts.get(element), Structure.at(schema, element));
            added.put(element, part.added);
            removed.put(element, part.removed);
            modified.put(element, part.modified);
        }
        return new Comparison(
                FieldSet.of(itself.added.isMember(), added),
                FieldSet.of(itself.removed.isMember(), removed),
                FieldSet.of(itself.modified.isMember(), modified));
    }

    /// Whether a value is absent or has parts, so that its parts tell all about it.
    private static boolean fit(
            @Nullable JsonNode value, @Nullable Map<PathElement, JsonNode> parts) {
        return value == null || parts != null;
    }

    private static Comparison itself(
            @Nullable JsonNode before, @Nullable JsonNode after, boolean partsTellAll) {
        if (before == null) {
            return after == null ? SAME : ADDED;
        }
        if (after == null) {
            return REMOVED;
        }
        return partsTellAll || before.equals(after) ? SAME : MODIFIED;
    }

    boolean isSame() {
        return added.isEmpty() && removed.isEmpty() && modified.isEmpty();
    }

    /// What the writer of the second value made so.
    FieldSet written() {
        return added.union(modified);
    }
}
