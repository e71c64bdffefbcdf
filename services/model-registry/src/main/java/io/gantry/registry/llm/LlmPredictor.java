package io.gantry.registry.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.Combination.Combined;
import io.gantry.kserve.combine.LlmService;
import java.util.List;
import java.util.stream.Stream;

/// Lays a combined service out as the predictor of a revision. What every reader of predictors
/// knows is where it always is: bounds of scaling, places of files, the service account. The rest
/// is for who renders pods, and in a member of its own.
///
/// @param combined the service as it is to run
record LlmPredictor(Combined combined) {

    private static final String PREFILL = "prefill";
    private static final String REPLICAS = "replicas";
    private static final String SCALING = "scaling";
    private static final String ROLLOUT = "rolloutStrategy";

    /// What manifests say, by which a revision is told from others: without what may change while
    /// it runs.
    Component written() {
        ObjectNode spec = combined.said().deepCopy();
        unscaled(spec);
        if (spec.get(PREFILL) instanceof ObjectNode prefill) {
            unscaled(prefill);
        }
        ObjectNode predictor = KServeJson.mapper().createObjectNode();
        predictor.set(LlmService.MEMBER, spec);
        return bounded(predictor);
    }

    /// What is to run.
    Component running() {
        JsonNode spec = combined.service().spec();
        ObjectNode predictor = KServeJson.mapper().createObjectNode();
        combined.places()
                .forEach(place -> predictor.withArray("storageUris").add(KServeJson.tree(place)));
        Stream.of("/template/serviceAccountName", "/worker/serviceAccountName")
                .map(spec::at)
                .filter(account -> !account.asText("").isEmpty())
                .findFirst()
                .ifPresent(account -> predictor.set("serviceAccountName", account));
        predictor.set(LlmService.MEMBER, scaled(spec));
        return bounded(predictor);
    }

    /// A revision that runs goes on as it was made, whatever a newer release of Gantry would make
    /// of it, with the scaling of now.
    ///
    /// @param before what it has run so far
    Component rescaled(JsonNode before) {
        ObjectNode predictor = before.deepCopy();
        predictor.set(LlmService.MEMBER, scaled(before.path(LlmService.MEMBER)));
        return bounded(predictor);
    }

    private Component bounded(ObjectNode predictor) {
        ReplicaBounds bounds = ReplicaBounds.of(combined.service().spec());
        predictor.put("minReplicas", bounds.min()).put("maxReplicas", bounds.max());
        return KServeJson.read(predictor, Component.class);
    }

    /// The pods that decode are as many as the predictor's bounds say; those that prefill, nobody
    /// counts but the manifest.
    private ObjectNode scaled(JsonNode spec) {
        JsonNode now = combined.service().spec();
        ObjectNode scaled = spec.deepCopy();
        scale(scaled, now);
        if (scaled.get(PREFILL) instanceof ObjectNode prefill) {
            scale(prefill, now.path(PREFILL));
            ReplicaBounds bounds = ReplicaBounds.of(now.path(PREFILL));
            if (!bounds.byOthers()) {
                prefill.put(REPLICAS, Math.max(1, bounds.min()));
            }
        }
        return scaled;
    }

    private static void scale(ObjectNode workload, JsonNode now) {
        unscaled(workload);
        if (ReplicaBounds.of(now).byOthers()) {
            workload.set(SCALING, now.get(SCALING));
        }
        if (now.has(ROLLOUT)) {
            workload.set(ROLLOUT, now.get(ROLLOUT));
        }
    }

    private static void unscaled(ObjectNode workload) {
        workload.remove(List.of(REPLICAS, SCALING, ROLLOUT));
    }
}
