package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a runtime can serve and how it is started. What only ModelMesh used (grpcEndpoint,
/// replicas, ...) and the rest of the pod template are in `unknown`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServingRuntimeSpec(
        @Nullable List<SupportedModelFormat> supportedModelFormats,
        @Nullable List<String> protocolVersions,
        @Nullable List<Container> containers,
        @Nullable Boolean multiModel,
        @Nullable Boolean disabled,
        @Nullable WorkerSpec workerSpec,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        @Rest Map<String, JsonNode> unknown) {

    public ServingRuntimeSpec {
        supportedModelFormats = Copies.list(supportedModelFormats);
        protocolVersions = Copies.list(protocolVersions);
        containers = Copies.list(containers);
        labels = Copies.map(labels);
        annotations = Copies.map(annotations);
        unknown = Copies.unknown(unknown);
    }
}
