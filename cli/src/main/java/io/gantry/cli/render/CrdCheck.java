package io.gantry.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.rules.Change;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.kserve.schema.Defaulting;
import io.gantry.kserve.schema.Pruning;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.check.SchemaCheck;
import io.gantry.kserve.schema.check.SchemaViolation;
import io.gantry.kserve.validate.Violation;
import java.util.ArrayList;
import java.util.List;

/// What an API server with KServe's CRDs and webhooks would say of a resource that no record
/// models.
///
/// @param resource without the fields that its type does not know
/// @param unknown paths of those fields
/// @param violations what keeps it from being accepted
record CrdCheck(ObjectNode resource, List<String> unknown, List<Violation> violations) {
    private static final String VARIABLE = "{{";

    CrdCheck {
        unknown = List.copyOf(unknown);
        violations = List.copyOf(violations);
    }

    static CrdCheck of(ObjectNode resource) {
        String apiVersion = resource.path("apiVersion").asText();
        String kind = resource.path("kind").asText();
        Schema schema = ResourceTypes.find(apiVersion, kind).orElseThrow().version().schema();
        Pruning.Pruned pruned = Pruning.prune(resource, schema);
        List<Violation> violations = new ArrayList<>();
        ResourceRules.of(apiVersion, kind)
                .map(rules -> rules.validate(Change.create(pruned.object())))
                .ifPresent(violations::addAll);
        SchemaCheck.validate(Defaulting.applyDefaults(pruned.object(), schema), schema).stream()
                .filter(found -> !found.found().contains(VARIABLE))
                // That rules were not asked because of what else is wrong is no fault by itself.
                .filter(found -> !found.field().isEmpty())
                .filter(found ->
                        violations.stream().noneMatch(one -> one.field().equals(found.field())))
                .map(CrdCheck::violation)
                .forEach(violations::add);
        return new CrdCheck(pruned.object(), pruned.removed(), violations);
    }

    private static Violation violation(SchemaViolation found) {
        return new Violation(found.field(), null, found.body(), "write what the schema allows");
    }
}
