package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.api.ServingRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the one document, JSON or YAML, that a client sends about one kind of resource.
final class Bodies {

    private Bodies() {}

    /// The resource, with its namespace.
    ///
    /// @throws StatusException when the body is anything else than a resource for the path
    static ObjectNode read(String body, RequestPath path) {
        return resource(single(Manifests.read(body), path.kind()), path);
    }

    /// The resource, if it is still one after it was changed.
    ///
    /// @throws StatusException when it is not
    static ObjectNode checked(ObjectNode changed, RequestPath path) {
        return read(KServeJson.toJson(changed), path);
    }

    /// The resource's name; empty when it has none, which the rules refuse.
    static String name(ObjectNode resource) {
        return resource.path("metadata").path("name").asText("");
    }

    /// What selectors decide by.
    static ObjectMeta metadata(ObjectNode resource) {
        return KServeJson.read(resource.path("metadata"), ObjectMeta.class);
    }

    private static ObjectNode resource(Manifest document, RequestPath path) {
        KServeResource resource =
                switch (document) {
                    case Manifest.OfInferenceService(InferenceService service) -> service;
                    case Manifest.OfServingRuntime(ServingRuntime runtime) -> runtime;
                    case Manifest.Unsupported _, Manifest.Mistyped _, Manifest.Malformed _ ->
                            throw refusal(document, path.kind());
                };
        settleNamespace(resource, path.namespace());
        if (!path.kind().describes(resource)) {
            throw otherKind(resource, path.kind());
        }
        ObjectNode tree = KServeJson.tree(resource);
        if (path.namespace() != null) {
            tree.withObject("/metadata").put("namespace", path.namespace());
        }
        return tree;
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

    private static void settleNamespace(KServeResource resource, @Nullable String namespace) {
        String given = resource.namespace();
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
            case Manifest.OfInferenceService service -> otherKind(service.resource(), kind);
            case Manifest.OfServingRuntime runtime -> otherKind(runtime.resource(), kind);
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
