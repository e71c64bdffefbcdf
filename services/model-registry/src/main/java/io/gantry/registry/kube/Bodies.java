package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.kserve.api.ServingRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the one document, JSON or YAML, that a client sends about one kind of resource.
final class Bodies {

    private Bodies() {}

    /// The resource, with its namespace, in the version that is stored.
    ///
    /// @throws StatusException when the body is anything else than a resource for the path
    static ObjectNode read(String body, RequestPath path) {
        KubeKind kind = path.kind();
        ObjectNode resource = tree(single(Manifests.read(body), kind), kind);
        if (!kind.describes(resource)) {
            throw otherKind(resource, kind);
        }
        settleNamespace(resource, path.namespace());
        return kind.stored(resource);
    }

    /// The resource, if it is still one after it was changed.
    ///
    /// @param changed in the version of the path
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

    private static ObjectNode tree(Manifest document, KubeKind kind) {
        return switch (document) {
            case Manifest.OfInferenceService(InferenceService service) -> KServeJson.tree(service);
            case Manifest.OfServingRuntime(ServingRuntime runtime) -> KServeJson.tree(runtime);
            case Manifest.OfOther(ObjectNode resource) -> resource;
            case Manifest.Unsupported unsupported ->
                    throw Failures.badRequest(
                            "%s This address takes %s (%s)"
                                    .formatted(unsupported.why(), kind.kind(), kind.apiVersion()));
            case Manifest.Mistyped mistyped -> throw Failures.mistyped(kind, mistyped);
            case Manifest.Malformed malformed ->
                    throw Failures.badRequest(
                            "Line %d, column %d: %s"
                                    .formatted(
                                            malformed.line(),
                                            malformed.column(),
                                            malformed.message()));
        };
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

    private static void settleNamespace(ObjectNode resource, @Nullable String namespace) {
        String given = resource.path("metadata").path("namespace").asText("");
        if (!given.isEmpty() && !given.equals(namespace)) {
            throw Failures.badRequest(
                    namespace == null
                            ? "metadata.namespace is \"%s\", and this kind of resource belongs to no namespace; leave it out"
                                    .formatted(given)
                            : "the namespace of the provided object does not match the namespace sent on the request: metadata.namespace is \"%s\" and the address says \"%s\"; make them the same or leave the field out"
                                    .formatted(given, namespace));
        }
        if (namespace != null) {
            resource.withObjectProperty("metadata").put("namespace", namespace);
        }
    }

    private static StatusException otherKind(ObjectNode resource, KubeKind kind) {
        return Failures.badRequest(
                "The body is a %s \"%s\" (%s) and this address takes a %s (%s); send it to its own address, or to POST /v1/manifests"
                        .formatted(
                                resource.path("kind").asText(),
                                name(resource),
                                resource.path("apiVersion").asText(),
                                kind.kind(),
                                kind.apiVersion()));
    }
}
