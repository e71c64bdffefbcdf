package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `serving.kserve.io/v1alpha1` ServingRuntime (of a namespace) or ClusterServingRuntime (of the
/// cluster).
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServingRuntime(
        @Nullable String apiVersion,
        @Nullable String kind,
        @Nullable ObjectMeta metadata,
        @Nullable ServingRuntimeSpec spec,
        @Rest Map<String, JsonNode> unknown)
        implements KServeResource {

    public ServingRuntime {
        unknown = Copies.unknown(unknown);
    }

    /// The API version that Gantry reads and writes.
    public static final String API_VERSION = "serving.kserve.io/v1alpha1";

    /// The kind of a runtime that belongs to a namespace.
    public static final String KIND = "ServingRuntime";

    /// The kind of a runtime that every namespace can use.
    public static final String CLUSTER_KIND = "ClusterServingRuntime";

    /// Whether every namespace can use this runtime.
    public boolean clusterWide() {
        return CLUSTER_KIND.equals(kind);
    }

    /// The same runtime with other metadata.
    public ServingRuntime withMetadata(ObjectMeta newMetadata) {
        return new ServingRuntime(apiVersion, kind, newMetadata, spec, unknown);
    }
}
