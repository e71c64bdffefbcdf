package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/// A set of the fields of an object, as a tree of steps: whether a value itself is in the set, and
/// which of those inside it are.
public final class FieldSet {
    public static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());

    /// A value itself, and nothing inside it.
    static final FieldSet ITSELF = new FieldSet(true, new TreeMap<>());

    private static final String SELF = ".";

    private final boolean member;
    private final SortedMap<PathElement, FieldSet> inside;

    private FieldSet(boolean member, SortedMap<PathElement, FieldSet> inside) {
        this.member = member;
        this.inside = Collections.unmodifiableSortedMap(inside);
    }

    /// A set of a value itself, or not, and what is inside; what is empty there is left out.
    static FieldSet of(boolean member, Map<PathElement, FieldSet> inside) {
        SortedMap<PathElement, FieldSet> kept = new TreeMap<>(inside);
        kept.values().removeIf(FieldSet::isEmpty);
        return new FieldSet(member, kept);
    }

    /// The set of the fields at the paths, each a chain of members such as `metadata.name`.
    static FieldSet ofFields(List<String> paths) {
        FieldSet all = EMPTY;
        for (String path : paths) {
            FieldSet one = ITSELF;
            for (String name : List.of(path.split("\\.", -1)).reversed()) {
                one = of(false, Map.of(new PathElement.Field(name), one));
            }
            all = all.union(one);
        }
        return all;
    }

    /// Reads `fieldsV1`.
    ///
    /// @throws IllegalArgumentException if it is not what it should be
    public static FieldSet fromJson(JsonNode fields) {
        return read(fields, false);
    }

    private static FieldSet read(JsonNode fields, boolean below) {
        Map<PathElement, FieldSet> inside = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!field.getKey().equals(SELF)) {
                inside.put(PathElement.parse(field.getKey()), read(field.getValue(), true));
            }
        }
        return of(below && (fields.isEmpty() || fields.has(SELF)), inside);
    }

    /// As `fieldsV1`.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (member && !inside.isEmpty()) {
            json.putObject(SELF);
        }
        inside.forEach((element, set) -> json.set(element.text(), set.toJson()));
        return json;
    }

    boolean isEmpty() {
        return !member && inside.isEmpty();
    }

    /// Whether the value itself is in the set.
    boolean isMember() {
        return member;
    }

    Map<PathElement, FieldSet> inside() {
        return inside;
    }

    /// The part of the set that is below a step.
    FieldSet at(PathElement element) {
        return inside.getOrDefault(element, EMPTY);
    }

    FieldSet union(FieldSet other) {
        Map<PathElement, FieldSet> both = new TreeMap<>(inside);
        other.inside.forEach((element, set) -> both.merge(element, set, FieldSet::union));
        return of(member || other.member, both);
    }

    FieldSet intersection(FieldSet other) {
        return of(member && other.member, combined(other, FieldSet::intersection));
    }

    FieldSet minus(FieldSet other) {
        return of(member && !other.member, combined(other, FieldSet::minus));
    }

    /// Without the other's fields and everything inside those.
    FieldSet minusAllBelow(FieldSet other) {
        return other.member ? EMPTY : of(member, combined(other, FieldSet::minusAllBelow));
    }

    private Map<PathElement, FieldSet> combined(
            FieldSet other, BinaryOperator<FieldSet> operation) {
        Map<PathElement, FieldSet> combined = new TreeMap<>();
        inside.forEach(
                (element, set) -> combined.put(element, operation.apply(set, other.at(element))));
        return combined;
    }

    /// The paths of the fields, as Kubernetes writes them: `.spec.containers[name="a"].image`.
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String path, List<String> paths) {
        if (member) {
            paths.add(path);
        }
        inside.forEach((element, set) -> set.collect(path + element.shown(), paths));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && member == set.member && inside.equals(set.inside);
    }

    @Override
    public int hashCode() {
        return inside.hashCode() * 2 + (member ? 1 : 0);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
