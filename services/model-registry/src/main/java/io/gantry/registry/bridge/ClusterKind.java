package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.gantry.events.Keys;
import io.gantry.kserve.schema.ResourceType;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.TypeVersion;
import io.gantry.registry.store.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A kind of KServe's, in the version in which the registry stores it.
record ClusterKind(ResourceType type) {

    /// All kinds that the registry stores.
    static List<ClusterKind> all() {
        return ResourceTypes.all().stream().map(ClusterKind::new).toList();
    }

    String name() {
        return type.kind();
    }

    boolean namespaced() {
        return type.namespaced();
    }

    TypeVersion version() {
        return type.storageVersion();
    }

    ResourceKey key(@Nullable String namespace, String name) {
        return new ResourceKey(
                name(), namespace == null || !namespaced() ? Keys.CLUSTER_SCOPE : namespace, name);
    }

    ResourceDefinitionContext definition() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(type.group())
                .withVersion(version().name())
                .withKind(name())
                .withPlural(type.plural())
                .withNamespaced(namespaced())
                .build();
    }

    /// As RBAC rules and people name it, such as `inferenceservices.serving.kserve.io`.
    String qualified() {
        return type.plural() + "." + type.group();
    }
}
