package io.gantry.registry.localmodel;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheDeleted;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.events.ModelNodeGroupDeleted;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.StorageSpec;
import io.gantry.kserve.validate.Quantity;
import io.gantry.registry.revision.Artifacts;
import io.gantry.registry.store.StoredResource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// What the loaders are told of a cache or a group.
final class CacheEvents {

    /// Where KServe downloads what belongs to the cluster, with the secrets that are there
    /// (`localModel.jobNamespace`).
    static final String JOB_NAMESPACE = "kserve-localmodel-jobs";

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private CacheEvents() {}

    static ModelCacheEvent applied(StoredResource resource) {
        JsonNode spec = resource.manifest().path("spec");
        String name = resource.key().name();
        long generation = resource.identity().generation();
        if (resource.key().kind().equals(CacheKinds.GROUP)) {
            return new ModelNodeGroupApplied(
                    name,
                    generation,
                    bytes(spec.path("storageLimit")),
                    spec.at("/persistentVolumeSpec/nodeAffinity/required/nodeSelectorTerms")
                            .valueStream()
                            .toList());
        }
        return new ModelCacheApplied(
                resource.key().scope(),
                name,
                resource.identity().uid().toString(),
                generation,
                resource.identity().createdAt(),
                ArtifactReference.of(
                        spec.path("sourceModelUri").asText(),
                        null,
                        ArtifactReference.DEFAULT_MOUNT_PATH,
                        credentials(resource, spec)),
                bytes(spec.path("modelSize")),
                spec.path("nodeGroups").valueStream().map(JsonNode::asText).toList());
    }

    static ModelCacheEvent deleted(StoredResource gone) {
        String name = gone.key().name();
        long generation = gone.identity().generation();
        return gone.key().kind().equals(CacheKinds.GROUP)
                ? new ModelNodeGroupDeleted(name, generation)
                : new ModelCacheDeleted(
                        gone.key().scope(), name, gone.identity().uid().toString(), generation);
    }

    /// In a namespace, those that a service would have that says the same. What belongs to the
    /// cluster and names nothing is loaded with the loader's own.
    private static @Nullable CredentialsReference credentials(
            StoredResource resource, JsonNode spec) {
        String account = spec.path("serviceAccountName").asText(null);
        StorageSpec storage =
                spec.has("storage")
                        ? KServeJson.read(spec.path("storage"), StorageSpec.class)
                        : null;
        boolean ofCluster = resource.key().scope().equals(Keys.CLUSTER_SCOPE);
        if (ofCluster && account == null && storage == null) {
            return null;
        }
        String namespace = ofCluster ? JOB_NAMESPACE : resource.key().scope();
        return Artifacts.credentials(namespace, account, null, storage);
    }

    /// A quantity in whole bytes; the schema lets nothing else pass.
    private static long bytes(JsonNode quantity) {
        return Quantity.parse(quantity)
                .map(amount -> amount.setScale(0, RoundingMode.UP).min(MOST).longValue())
                .orElse(0L);
    }
}
