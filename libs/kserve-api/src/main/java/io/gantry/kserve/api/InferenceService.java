package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `serving.kserve.io/v1beta1` InferenceService: a model and how it is to be served.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InferenceService(
        @Nullable String apiVersion,
        @Nullable String kind,
        @Nullable ObjectMeta metadata,
        @Nullable InferenceServiceSpec spec,
        @Nullable InferenceServiceStatus status,
        @Rest Map<String, JsonNode> unknown)
        implements KServeResource {

    public InferenceService {
        unknown = Copies.unknown(unknown);
    }

    /// The API version that Gantry reads and writes.
    public static final String API_VERSION = "serving.kserve.io/v1beta1";

    /// The kind of this resource.
    public static final String KIND = "InferenceService";

    /// A resource of the current API version, without a status.
    public static InferenceService of(ObjectMeta metadata, InferenceServiceSpec spec) {
        return new InferenceService(API_VERSION, KIND, metadata, spec, null, Map.of());
    }

    /// The same resource with another status.
    public InferenceService withStatus(@Nullable InferenceServiceStatus newStatus) {
        return new InferenceService(apiVersion, kind, metadata, spec, newStatus, unknown);
    }

    /// The same resource with other metadata.
    public InferenceService withMetadata(ObjectMeta newMetadata) {
        return new InferenceService(apiVersion, kind, newMetadata, spec, status, unknown);
    }

    /// The same resource with another spec.
    public InferenceService withSpec(InferenceServiceSpec newSpec) {
        return new InferenceService(apiVersion, kind, metadata, newSpec, status, unknown);
    }

    /// The predictor, or null where a manifest has none (validation rejects that).
    public @Nullable Component predictor() {
        return spec == null ? null : spec.predictor();
    }

    /// The annotation's value, or null if it is not there.
    public @Nullable String annotation(String key) {
        return metadata == null ? null : metadata.annotation(key);
    }
}
