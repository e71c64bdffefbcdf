package io.gantry.registry.kube;

import io.gantry.events.Keys;
import io.gantry.registry.store.ResourceKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a path below `/apis/{group}/{version}` is about, as Kubernetes builds paths:
/// `[namespaces/{namespace}/]{plural}[/{name}[/{subresource}]]`.
///
/// @param namespace null for what belongs to no namespace, and for those of all namespaces
/// @param name null for the collection
/// @param subresource null for the resource itself
record RequestPath(
        KubeKind kind,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String subresource) {

    private static final String STATUS = "status";

    /// Empty when Kubernetes has no such path, or Gantry no such kind.
    static Optional<RequestPath> of(String version, String rest) {
        List<String> parts = Arrays.asList(rest.split("/", -1));
        boolean inNamespace = parts.size() > 2 && parts.getFirst().equals("namespaces");
        String namespace = inNamespace ? parts.get(1) : null;
        List<String> place = inNamespace ? parts.subList(2, parts.size()) : parts;
        return place.size() > 3 || parts.stream().anyMatch(String::isEmpty)
                ? Optional.empty()
                : KubeKind.of(version, place.getFirst())
                        .map(kind -> new RequestPath(kind, namespace, at(place, 1), at(place, 2)))
                        .filter(RequestPath::exists);
    }

    /// That of a resource of this collection.
    RequestPath named(String newName) {
        return new RequestPath(kind, namespace, newName, null);
    }

    /// That of the resource.
    ///
    /// @throws IllegalStateException for a collection
    ResourceKey key() {
        if (name == null) {
            throw new IllegalStateException("A collection has no key");
        }
        return new ResourceKey(kind.kind(), scope(), name);
    }

    /// Where the collection is; null for those of all namespaces.
    @Nullable String place() {
        return kind.namespaced() && namespace == null ? null : scope();
    }

    boolean ofCollection() {
        return name == null;
    }

    boolean ofStatus() {
        return STATUS.equals(subresource);
    }

    private String scope() {
        return namespace == null ? Keys.CLUSTER_SCOPE : namespace;
    }

    private boolean exists() {
        boolean known = subresource == null || ofStatus();
        return known && (kind.namespaced() ? namespace != null || name == null : namespace == null);
    }

    private static @Nullable String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : null;
    }
}
