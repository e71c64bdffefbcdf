package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.FieldPath;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.check.SchemaViolation.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks an object against the schema of its type. It is to be pruned and have its defaults.
public final class SchemaCheck {
    private final Visit visit;
    private final Predicate<Schema> wanted;

    private SchemaCheck(Visit visit, Predicate<Schema> wanted) {
        this.visit = visit;
        this.wanted = wanted;
    }

    /// Everything that is wrong with an object that is created.
    public static List<SchemaViolation> validate(ObjectNode object, Schema schema) {
        return validate(object, null, schema);
    }

    /// Everything that is wrong with an object that replaces another. Where both are the same, the
    /// object may be wrong: it was so before. CEL rules are for objects of the right shape, and are
    /// only asked about those.
    public static List<SchemaViolation> validate(
            ObjectNode object, @Nullable ObjectNode before, Schema schema) {
        Findings findings = new Findings();
        new SchemaCheck(new ValueRules(findings), _ -> true)
                .check(object, before, schema, FieldPath.ROOT);
        if (schema.hasRules() && findings.blockRules()) {
            findings.add(FieldPath.ROOT, Reason.INVALID, "null", Findings.NOT_CHECKED);
        } else {
            new SchemaCheck(new CelRules(findings), Schema::hasRules)
                    .check(object, before, schema, FieldPath.ROOT);
        }
        return findings.all();
    }

    /// Compiles all CEL rules of a schema, which otherwise happens as they are met. It takes
    /// seconds for the first, so a service may want to have it behind it.
    ///
    /// @throws IllegalArgumentException if a rule is not CEL
    public static void prepare(Schema schema) {
        CelRules.compile(schema);
        schema.properties().values().forEach(SchemaCheck::prepare);
        Stream.of(schema.items(), schema.additionalProperties())
                .filter(Objects::nonNull)
                .filter(Schema::hasRules)
                .forEach(SchemaCheck::prepare);
    }

    /// @param before the value that this one replaces; null if there is none, or none that is known
    ///   to be the same part of the object
    private void check(JsonNode value, @Nullable JsonNode before, Schema schema, FieldPath path) {
        Change change = Change.of(value, before);
        if (!wanted.test(schema) || (change.unchanged() && !schema.hasTransitionRules())) {
            return;
        }
        visit.visit(change, schema, path);
        if (value instanceof ObjectNode object) {
            checkMembers(object, before, schema, path);
        } else if (value instanceof ArrayNode array && schema.items() != null) {
            checkElements(array, before, schema, path);
        }
    }

    private void checkMembers(
            ObjectNode object, @Nullable JsonNode before, Schema schema, FieldPath path) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Schema inside = schema.member(member.getKey());
            if (inside != null) {
                JsonNode old = before == null ? null : before.get(member.getKey());
                check(member.getValue(), old, inside, path.member(member.getKey()));
            }
        }
    }

    private void checkElements(
            ArrayNode array, @Nullable JsonNode before, Schema schema, FieldPath path) {
        Schema items = schema.items();
        ListElements old = ListElements.of(before, schema);
        for (int i = 0; i < array.size() && items != null; i++) {
            check(array.get(i), old.like(array.get(i)), items, path.element(i));
        }
    }

    /// What is asked about each value.
    @FunctionalInterface
    interface Visit {
        void visit(Change change, Schema schema, FieldPath path);
    }

    /// A value, what it replaces if that is known, and whether the two are the same.
    record Change(JsonNode value, @Nullable JsonNode before, boolean unchanged) {

        static Change of(JsonNode value, @Nullable JsonNode before) {
            return new Change(value, before, before != null && Same.values(value, before));
        }
    }
}
