package io.gantry.registry.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Keys;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.kube.KubeKind;
import io.gantry.registry.resource.Change;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Applies documents of all kinds.
@ApplicationScoped
class Documents {

    private static final String MANAGER = "gantry";

    private final Resources resources;

    Documents(Resources resources) {
        this.resources = resources;
    }

    Uni<DocumentResult> apply(Manifest document) {
        return switch (document) {
            case Manifest.OfInferenceService(InferenceService resource) ->
                    apply(KServeJson.tree(resource));
            case Manifest.OfServingRuntime(ServingRuntime resource) ->
                    apply(KServeJson.tree(resource));
            case Manifest.OfOther(ObjectNode resource) -> apply(resource);
            case Manifest.Unsupported unsupported -> done(DocumentResults.of(unsupported));
            case Manifest.Mistyped mistyped -> done(DocumentResults.of(mistyped));
            case Manifest.Malformed malformed -> done(DocumentResults.of(malformed));
        };
    }

    private Uni<DocumentResult> apply(ObjectNode given) {
        KubeKind kind = KubeKind.of(given);
        ObjectNode resource = kind.stored(given);
        String scope = settleNamespace(resource, kind);
        String name = resource.path("metadata").path("name").asText();
        return resources
                .apply(
                        new ResourceKey(kind.kind(), scope, name),
                        new Change<>(resource, Change.Intent.APPLY, MANAGER))
                .map(outcome -> DocumentResults.of(resource, outcome));
    }

    /// @return the scope of the resource
    private static String settleNamespace(ObjectNode resource, KubeKind kind) {
        ObjectNode metadata = resource.withObjectProperty("metadata");
        if (!kind.namespaced()) {
            metadata.remove("namespace");
            return Keys.CLUSTER_SCOPE;
        }
        String given = metadata.path("namespace").asText("");
        String namespace = given.isEmpty() ? Keys.DEFAULT_NAMESPACE : given;
        metadata.put("namespace", namespace);
        return namespace;
    }

    private static Uni<DocumentResult> done(DocumentResult result) {
        return Uni.createFrom().item(result);
    }
}
