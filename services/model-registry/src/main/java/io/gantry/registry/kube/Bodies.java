package io.gantry.registry.kube;

import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the one document, JSON or YAML, that a client sends about one kind of resource.
final class Bodies {

    private Bodies() {}

    /// @param namespace of the address; null for what belongs to no namespace
    /// @throws StatusException when the body is anything else than such a resource
    static <R extends KServeResource> R read(
            String body, Objects<R, ?> objects, @Nullable String namespace) {
        Manifest document = single(Manifests.read(body), objects.kind());
        settleNamespace(document, namespace);
        return objects.of(document, namespace).orElseThrow(() -> refusal(document, objects.kind()));
    }

    private static Manifest single(List<Manifest> documents, KubeKind kind) {
        if (documents.isEmpty()) {
            throw Failures.badRequest(
                    "The body is empty; send a %s as JSON or YAML".formatted(kind.kind()));
        }
        if (documents.size() > 1) {
            throw Failures.badRequest(
                    "The body has %d documents and this address takes one %s; send them one by one, or all to POST /v1/manifests"
                            .formatted(documents.size(), kind.kind()));
        }
        return documents.getFirst();
    }

    private static void settleNamespace(Manifest document, @Nullable String namespace) {
        String given =
                switch (document) {
                    case Manifest.OfInferenceService service -> service.resource().namespace();
                    case Manifest.OfServingRuntime runtime -> runtime.resource().namespace();
                    case Manifest.Unsupported _, Manifest.Mistyped _, Manifest.Malformed _ -> null;
                };
        if (given == null || given.isEmpty() || given.equals(namespace)) {
            return;
        }
        throw Failures.badRequest(
                namespace == null
                        ? "metadata.namespace is \"%s\", and this kind of resource belongs to no namespace; leave it out"
                                .formatted(given)
                        : "the namespace of the provided object does not match the namespace sent on the request: metadata.namespace is \"%s\" and the address says \"%s\"; make them the same or leave the field out"
                                .formatted(given, namespace));
    }

    private static StatusException refusal(Manifest document, KubeKind kind) {
        return switch (document) {
            case Manifest.OfInferenceService service -> otherKind(service.resource(), kind);
            case Manifest.OfServingRuntime runtime -> otherKind(runtime.resource(), kind);
            case Manifest.Unsupported unsupported ->
                    Failures.badRequest(
                            "%s This address takes %s (%s)"
                                    .formatted(unsupported.why(), kind.kind(), kind.apiVersion()));
            case Manifest.Mistyped mistyped -> Failures.mistyped(kind, mistyped);
            case Manifest.Malformed malformed ->
                    Failures.badRequest(
                            "Line %d, column %d: %s"
                                    .formatted(
                                            malformed.line(),
                                            malformed.column(),
                                            malformed.message()));
        };
    }

    private static StatusException otherKind(KServeResource resource, KubeKind kind) {
        return Failures.badRequest(
                "The body is a %s \"%s\" (%s) and this address takes a %s (%s); send it to its own address, or to POST /v1/manifests"
                        .formatted(
                                resource.kind(),
                                resource.name(),
                                resource.apiVersion(),
                                kind.kind(),
                                kind.apiVersion()));
    }
}
