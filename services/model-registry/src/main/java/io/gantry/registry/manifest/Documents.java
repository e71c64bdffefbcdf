package io.gantry.registry.manifest;

import io.gantry.events.Keys;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.Metadata;
import io.gantry.registry.runtime.Runtimes;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Applies documents of all kinds.
@ApplicationScoped
class Documents {

    private final InferenceServices services;
    private final Runtimes runtimes;

    Documents(InferenceServices services, Runtimes runtimes) {
        this.services = services;
        this.runtimes = runtimes;
    }

    Uni<DocumentResult> apply(Manifest document) {
        return switch (document) {
            case Manifest.OfInferenceService(InferenceService resource) -> apply(resource);
            case Manifest.OfServingRuntime(ServingRuntime resource) -> apply(resource);
            case Manifest.Unsupported unsupported -> done(DocumentResults.of(unsupported));
            case Manifest.Mistyped mistyped -> done(DocumentResults.of(mistyped));
            case Manifest.Malformed malformed -> done(DocumentResults.of(malformed));
        };
    }

    private Uni<DocumentResult> apply(InferenceService given) {
        InferenceService resource =
                given.withMetadata(Metadata.in(namespace(given), given.metadata()));
        return services.apply(new Change<>(resource, Change.Intent.APPLY))
                .map(outcome -> DocumentResults.of(resource, outcome));
    }

    private Uni<DocumentResult> apply(ServingRuntime given) {
        @Nullable String namespace = given.clusterWide() ? null : namespace(given);
        ServingRuntime resource = given.withMetadata(Metadata.in(namespace, given.metadata()));
        return runtimes.apply(resource).map(outcome -> DocumentResults.of(resource, outcome));
    }

    private static String namespace(KServeResource resource) {
        String namespace = resource.namespace();
        return namespace == null || namespace.isEmpty() ? Keys.DEFAULT_NAMESPACE : namespace;
    }

    private static Uni<DocumentResult> done(DocumentResult result) {
        return Uni.createFrom().item(result);
    }
}
