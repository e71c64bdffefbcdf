package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Defaulting;
import io.gantry.kserve.schema.Pruning;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.check.SchemaCheck;
import io.gantry.kserve.schema.check.SchemaViolation;
import io.gantry.kserve.validate.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the CRD of a kind says of its resources.
final class SchemaRules {

    private SchemaRules() {}

    /// What was found already and what the schema finds in other fields.
    ///
    /// @param old what the resource would replace; null for nothing
    static List<Violation> with(
            List<Violation> found, ObjectNode resource, @Nullable ObjectNode old) {
        Schema schema = Types.version(resource).schema();
        Stream<Violation> others =
                check(resource, old, schema).stream()
                        .filter(each ->
                                found.stream().noneMatch(one -> one.field().equals(each.field())));
        return Stream.concat(found.stream(), others).toList();
    }

    private static List<Violation> check(
            ObjectNode resource, @Nullable ObjectNode old, Schema schema) {
        ObjectNode before = old == null ? null : completed(old, schema);
        return SchemaCheck.validate(completed(resource, schema), before, schema).stream()
                .filter(found -> !isTemplate(found))
                .map(SchemaRules::violation)
                .toList();
    }

    /// What a variable stands for is known, and judged, when a container is made of it: a runtime
    /// may ask for `nvidia.com/gpu: "{{.GPUs}}"`, which is no quantity yet.
    private static boolean isTemplate(SchemaViolation found) {
        return found.reason() == SchemaViolation.Reason.INVALID
                && found.found().matches("\"[^\"]*\\{\\{.*}}[^\"]*\"");
    }

    /// As the API server checks it: with its defaults, and without what the schema does not know.
    private static ObjectNode completed(ObjectNode resource, Schema schema) {
        return Defaulting.applyDefaults(Pruning.prune(resource, schema).object(), schema);
    }

    private static Violation violation(SchemaViolation found) {
        return switch (found.reason()) {
            case REQUIRED ->
                    new Violation(
                            found.field(),
                            null,
                            "Required value",
                            "give it, or leave its parent out");
            case INVALID, TYPE_INVALID, NOT_SUPPORTED, DUPLICATE, FORBIDDEN, TOO_LONG, TOO_MANY ->
                    new Violation(
                            found.field(),
                            found.found(),
                            found.detail().isEmpty() ? found.body() : found.detail(),
                            "write what the schema allows; kubectl explain shows it");
        };
    }
}
