package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is asked of a model: the fields of an InferenceService that most people need, flat.
@Schema(name = "ModelRequest", description = "A model and how it is to be served")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelRequest(
        @Schema(
                        description =
                                "Lower case letters, digits and '-', starting with a letter; needed for POST",
                        examples = "minilm")
                @Nullable String name,
        @Schema(description = "The namespace; default when left out", examples = "default")
                @Nullable String namespace,
        @Schema(
                        description = "The format's name, or an object with name and version",
                        examples = "onnx")
                @Nullable JsonNode modelFormat,
        @Schema(description = "Where the model's files are", examples = "s3://models/minilm")
                @Nullable String storageUri,
        @Schema(
                        description =
                                "The SHA-256 that the file must have or, of several files, the sha256sum"
                                        + " listing sorted by path; in hexadecimal digits")
                @Nullable String sha256,
        @Schema(description = "Name of the runtime; chosen by format and protocol when left out")
                @Nullable String runtime,
        @Schema(description = "v1, v2, grpc-v1 or grpc-v2", examples = "v2")
                @Nullable String protocolVersion,
        @Schema(
                        description =
                                "development or production: what the request gets for the fields that it leaves out;"
                                        + " GET /v1/profiles shows their values",
                        examples = "production")
                @Nullable String profile,
        @Schema(description = "Fewest replicas; 0 lets the model go to sleep", examples = "1")
                @Nullable Integer minReplicas,
        @Schema(description = "Most replicas; 0 for no limit", examples = "3")
                @Nullable Integer maxReplicas,
        @Schema(description = "What the metric is to be for each replica", examples = "10")
                @Nullable Integer scaleTarget,
        @Schema(description = "concurrency, rps, cpu or memory", examples = "concurrency")
                @Nullable String scaleMetric,
        @Schema(description = "Most requests at once in one replica; 0 for no limit")
                @Nullable Long containerConcurrency,
        @Schema(description = "Longest time for a request, in seconds", examples = "60")
                @Nullable Long timeoutSeconds,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        @Schema(description = "Added to the runtime's arguments") @Nullable List<String> args,
        @Schema(description = "Environment: an object of texts, or Kubernetes' list")
                @Nullable JsonNode env,
        @Schema(description = "Kubernetes' requests and limits") @Nullable JsonNode resources) {}
