package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.FieldPath;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.check.SchemaViolation.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a schema's own keywords say about a value. The words are Kubernetes'.
final class ValueRules implements SchemaCheck.Visit {
    private final Findings findings;
    private final ScalarRules scalars;

    ValueRules(Findings findings) {
        this.findings = findings;
        scalars = new ScalarRules(findings);
    }

    @Override
    public void visit(SchemaCheck.Change change, Schema schema, FieldPath path) {
        if (!change.unchanged()) {
            check(change.value(), schema, path);
        }
    }

    private void check(JsonNode value, Schema schema, FieldPath path) {
        checkType(value, schema, path);
        checkEnum(value, schema, path);
        switch (value) {
            case ObjectNode object -> checkObject(object, schema, path);
            case ArrayNode array -> checkArray(array, schema, path);
            default -> scalars.check(value, schema, path);
        }
    }

    private void checkType(JsonNode value, Schema schema, FieldPath path) {
        String wanted = schema.isIntOrString() ? "integer,string" : schema.type();
        String found = JsonType.of(value);
        boolean fits =
                wanted.isEmpty()
                        || (found.equals("null") && schema.isNullable())
                        || List.of(wanted.split(",")).contains(found)
                        || (wanted.equals("number") && found.equals("integer"));
        if (!fits) {
            String quoted = "\"" + found + "\"";
            findings.add(
                    path,
                    Reason.TYPE_INVALID,
                    quoted,
                    "%s in body must be of type %s: %s".formatted(path, wanted, quoted));
        }
    }

    private void checkEnum(JsonNode value, Schema schema, FieldPath path) {
        JsonNode allowed = schema.keyword("enum");
        boolean one =
                allowed.isMissingNode()
                        || (value.isNull() && schema.isNullable())
                        || allowed.valueStream().anyMatch(each -> Same.values(each, value));
        if (!one) {
            String values =
                    allowed.valueStream().map(JsonNode::toString).collect(Collectors.joining(", "));
            findings.add(
                    path, Reason.NOT_SUPPORTED, value.toString(), "supported values: " + values);
        }
    }

    private void checkObject(ObjectNode object, Schema schema, FieldPath path) {
        for (String name : schema.required()) {
            if (!object.has(name)) {
                findings.add(path.member(name), Reason.REQUIRED, "", "");
            }
        }
        JsonNode most = schema.keyword("maxProperties");
        if (!most.isMissingNode() && object.size() > most.asInt()) {
            tooMany(path, object.size(), most);
        }
        JsonNode least = schema.keyword("minProperties");
        if (!least.isMissingNode() && object.size() < least.asInt()) {
            invalid(path, object, "should have at least %s properties".formatted(least));
        }
    }

    private void checkArray(ArrayNode array, Schema schema, FieldPath path) {
        JsonNode most = schema.keyword("maxItems");
        if (!most.isMissingNode() && array.size() > most.asInt()) {
            tooMany(path, array.size(), most);
        }
        JsonNode least = schema.keyword("minItems");
        if (!least.isMissingNode() && array.size() < least.asInt()) {
            invalid(path, array, "should have at least %s items".formatted(least));
        }
        switch (schema.listType()) {
            case "map" -> checkUnique(array, schema.listMapKeys(), path);
            case "set" -> checkUnique(array, List.of(), path);
            default -> {}
        }
    }

    /// Each element is named by its keys, or by itself in a set.
    private void checkUnique(ArrayNode array, List<String> keys, FieldPath path) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode element = array.get(i);
            boolean named = keys.isEmpty() || element.isObject();
            JsonNode name = keys.isEmpty() ? element : ListElements.key(element, keys);
            if (named && !seen.add(name)) {
                findings.add(path.element(i), Reason.DUPLICATE, name.toString(), "");
            }
        }
    }

    private void tooMany(FieldPath path, int found, JsonNode most) {
        findings.add(
                path,
                Reason.TOO_MANY,
                Integer.toString(found),
                "must have at most %s items".formatted(most));
    }

    private void invalid(FieldPath path, JsonNode value, String what) {
        findings.add(path, Reason.INVALID, value.toString(), "%s in body %s".formatted(path, what));
    }
}
