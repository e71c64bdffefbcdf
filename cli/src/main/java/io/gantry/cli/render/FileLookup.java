package io.gantry.cli.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.StorageContainer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What files tell about a cluster. Of secrets, only the names of keys are looked at.
final class FileLookup implements ClusterLookup {
    private final String namespace;
    private final List<ObjectNode> resources;

    /// @param namespace of what names none
    FileLookup(String namespace, List<ObjectNode> resources) {
        this.namespace = namespace;
        this.resources = List.copyOf(resources);
    }

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public Optional<ServiceAccountView> serviceAccount(String wanted, String name) {
        return find("ServiceAccount", wanted, name)
                .map(account ->
                        new ServiceAccountView(
                                annotations(account),
                                account.path("secrets")
                                        .valueStream()
                                        .map(secret -> secret.path("name").asText())
                                        .toList()));
    }

    @Override
    public Optional<SecretView> secret(String wanted, String name) {
        return find("Secret", wanted, name)
                .map(secret -> {
                    Set<String> keys = new HashSet<>();
                    secret.path("data").fieldNames().forEachRemaining(keys::add);
                    secret.path("stringData").fieldNames().forEachRemaining(keys::add);
                    return new SecretView(keys, annotations(secret));
                });
    }

    @Override
    public Presence kind(String group, String kind) {
        boolean defined =
                ofKind("CustomResourceDefinition")
                        .map(definition -> definition.path("spec"))
                        .anyMatch(spec ->
                                spec.path("group").asText().equals(group)
                                        && spec.at("/names/kind").asText().equals(kind));
        return defined ? Presence.PRESENT : Presence.UNKNOWN;
    }

    @Override
    public List<StorageContainer> storageContainers() {
        return ofKind("ClusterStorageContainer").map(StorageContainer::new).toList();
    }

    private Optional<ObjectNode> find(String kind, String wanted, String name) {
        return ofKind(kind)
                .filter(resource -> resource.at("/metadata/name").asText().equals(name))
                .filter(resource ->
                        resource.at("/metadata/namespace").asText(namespace).equals(wanted))
                .findFirst();
    }

    private Stream<ObjectNode> ofKind(String kind) {
        return resources.stream().filter(each -> each.path("kind").asText().equals(kind));
    }

    private static Map<String, String> annotations(JsonNode resource) {
        Map<String, String> annotations = new HashMap<>();
        resource.at("/metadata/annotations")
                .properties()
                .forEach(each -> annotations.put(each.getKey(), each.getValue().asText()));
        return annotations;
    }
}
