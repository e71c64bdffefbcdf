package io.gantry.registry.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.schema.Pruning;
import io.gantry.kserve.schema.check.Same;
import io.gantry.registry.store.StoredResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The status that an object of the cluster should have: the registry's, or why the registry does
/// not take it. A pure function.
///
/// Generations are those of the cluster's object, as its clients wait for them.
record WantedStatus(ClusterKind kind, ClusterObject object) {

    private static final String GENERATION = "observedGeneration";

    /// Empty when the object has it already, or its kind has none.
    Optional<ObjectNode> unlessShown(IntakeOutcome outcome, Instant now) {
        if (!kind.version().statusSubresource()) {
            return Optional.empty();
        }
        return switch (outcome) {
            case IntakeOutcome.Accepted(StoredResource stored, _) -> unlessShown(accepted(stored));
            case IntakeOutcome.Refused refused -> unlessShown(refused(refused, now));
        };
    }

    private Optional<ObjectNode> unlessShown(ObjectNode wanted) {
        ObjectNode known = known(wanted);
        return known.isEmpty() || Same.values(known, object.status())
                ? Optional.empty()
                : Optional.of(known);
    }

    /// What the schema knows of it; the API server drops the rest, which would look like a
    /// difference ever after.
    private ObjectNode known(ObjectNode wanted) {
        ObjectNode whole = KServeJson.mapper().createObjectNode();
        whole.set("status", wanted);
        return Pruning.prune(whole, kind.version().schema()).object().withObjectProperty("status");
    }

    private static ObjectNode accepted(StoredResource stored) {
        ObjectNode status = status(Optional.of(stored));
        if (status.has(GENERATION)) {
            stored.origin().ifPresent(origin -> status.put(GENERATION, origin.generation()));
        }
        return status;
    }

    private ObjectNode refused(IntakeOutcome.Refused refused, Instant now) {
        ObjectNode status = status(refused.kept());
        status.put(GENERATION, object.generation());
        ArrayNode conditions = status.withArrayProperty("conditions");
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if (isReady(conditions.get(i))) {
                conditions.remove(i);
            }
        }
        conditions
                .addObject()
                .put("type", "Ready")
                .put("status", "False")
                .put("reason", refused.reason())
                .put("message", message(refused))
                .put("lastTransitionTime", unreadySince(now).toString());
        if (kind.name().equals(InferenceService.KIND) && refused.reason().equals(Intake.INVALID)) {
            status.withObjectProperty("modelStatus")
                    .put("transitionStatus", "InvalidSpec")
                    .putObject("lastFailureInfo")
                    .put("reason", "InvalidPredictorSpec")
                    .put("message", refused.message());
        }
        return status;
    }

    private static String message(IntakeOutcome.Refused refused) {
        return refused.kept().isEmpty()
                ? refused.message()
                : refused.message() + ". What was accepted before stays in effect.";
    }

    private Instant unreadySince(Instant now) {
        for (JsonNode condition : object.status().path("conditions")) {
            String since = condition.path("lastTransitionTime").asText();
            if (isReady(condition)
                    && condition.path("status").asText().equals("False")
                    && !since.isEmpty()) {
                return Instant.parse(since);
            }
        }
        return now.truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean isReady(JsonNode condition) {
        return condition.path("type").asText().equals("Ready");
    }

    private static ObjectNode status(Optional<StoredResource> stored) {
        ObjectNode status = stored.map(StoredResource::status).orElse(null);
        return status == null ? KServeJson.mapper().createObjectNode() : status.deepCopy();
    }
}
