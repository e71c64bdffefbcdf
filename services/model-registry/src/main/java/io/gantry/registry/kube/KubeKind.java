package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.llm.LlmConversion;
import io.gantry.kserve.schema.ResourceType;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.TypeVersion;
import java.util.List;
import java.util.Optional;

/// A kind of resources in one of the versions in which clients may see it.
public record KubeKind(ResourceType type, TypeVersion version) {

    static final String GROUP = "serving.kserve.io";

    /// Empty when there is none.
    static Optional<KubeKind> of(String version, String plural) {
        return ResourceTypes.find(GROUP, version, plural)
                .map(found -> new KubeKind(found.type(), found.version()));
    }

    /// The kind that a resource of KServe's says to be.
    ///
    /// @throws IllegalArgumentException when it is none that is stored
    public static KubeKind of(ObjectNode resource) {
        String apiVersion = resource.path("apiVersion").asText();
        String kind = resource.path("kind").asText();
        return ResourceTypes.find(apiVersion, kind)
                .map(found -> new KubeKind(found.type(), found.version()))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no kind %s %s".formatted(apiVersion, kind)));
    }

    /// All kinds that there are in that version.
    static List<KubeKind> all(String version) {
        return ResourceTypes.all().stream()
                .flatMap(type ->
                        type
                                .version(version)
                                .filter(TypeVersion::served)
                                .map(found -> new KubeKind(type, found))
                                .stream())
                .toList();
    }

    String apiVersion() {
        return GROUP + "/" + version.name();
    }

    public String kind() {
        return type.kind();
    }

    /// The name in paths.
    String plural() {
        return type.plural();
    }

    public boolean namespaced() {
        return type.namespaced();
    }

    /// As error messages name resources of this kind.
    String resource(String name) {
        return "%s.%s \"%s\"".formatted(plural(), GROUP, name);
    }

    boolean describes(ObjectNode resource) {
        return kind().equals(resource.path("kind").asText())
                && apiVersion().equals(resource.path("apiVersion").asText());
    }

    /// The same kind in the version that is stored.
    KubeKind ofStorage() {
        return new KubeKind(type, type.storageVersion());
    }

    /// A resource of this version in the one that is stored.
    public ObjectNode stored(ObjectNode resource) {
        return version.storage() ? resource : LlmConversion.toV1alpha2(resource);
    }

    /// A stored resource in this version.
    ObjectNode seen(ObjectNode resource) {
        return version.storage() ? resource : LlmConversion.toV1alpha1(resource);
    }
}
