package io.gantry.cli.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.CliException;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is to be planned, as it is said on the command line. The registry checks the values.
final class PlanOptions {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|CONFIG",
            description =
                    "A model's directory, whose config.json and *.safetensors are read, or a config.json.")
    private @Nullable Path path;

    @Option(
            names = "--model",
            paramLabel = "NAMESPACE/NAME",
            description = "A registered model; its files' size is what the loader measured.")
    private @Nullable String model;

    @Option(
            names = "--model-size",
            paramLabel = "SIZE",
            description = "Size of the model's files, such as 13Gi.")
    private @Nullable String modelSize;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description =
                    "What the weights are to be kept in: fp32, bf16, fp16, fp8, int8, int4 (default: as the model has it). The size of *.safetensors is not counted then.")
    private @Nullable String dtype;

    @Option(
            names = "--kv-cache-dtype",
            paramLabel = "TYPE",
            description = "What the KV cache is kept in, for example fp8 (default: auto).")
    private @Nullable String kvCacheDtype;

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "Tokens that a sequence may have (default: the model's most).")
    private @Nullable Long context;

    @Option(
            names = "--batch",
            paramLabel = "SEQUENCES",
            description = "Sequences that are worked on at once (default: 1).")
    private @Nullable Long batch;

    @Option(names = "--gpu", paramLabel = "GPU", description = "For example L4, A100-80GB, H100.")
    private @Nullable String gpu;

    @Option(
            names = "--gpu-memory",
            paramLabel = "SIZE",
            description = "Memory of each GPU, such as 80Gi, in place of --gpu.")
    private @Nullable String gpuMemory;

    @Option(
            names = "--gpus",
            paramLabel = "COUNT",
            description = "How many GPUs a node has (default: 8).")
    private @Nullable Long gpus;

    @Option(
            names = "--gpu-memory-utilization",
            paramLabel = "SHARE",
            description =
                    "Share of a GPU's memory that may be taken (default: the profile's, or 0.9).")
    private @Nullable BigDecimal utilization;

    @Option(
            names = "--rps",
            paramLabel = "REQUESTS",
            description = "The most requests a second that will come.")
    private @Nullable BigDecimal peak;

    @Option(
            names = "--rps-per-replica",
            paramLabel = "REQUESTS",
            description = "How many requests a second one replica answers.")
    private @Nullable BigDecimal perReplica;

    @Option(names = "--profile", paramLabel = "PROFILE", description = "development or production.")
    private @Nullable String profile;

    /// The body of `POST /v1/plan`.
    ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        model(request);
        put(request, "dtype", dtype);
        put(request, "kvCacheDtype", kvCacheDtype);
        put(request, "profile", profile);
        if (context != null) {
            request.put("contextLength", context);
        }
        if (batch != null) {
            request.put("batchSize", batch);
        }
        gpus(request);
        put(request, "gpuMemoryUtilization", utilization);
        put(request, "peakRequestsPerSecond", peak);
        put(request, "requestsPerSecondPerReplica", perReplica);
        return request;
    }

    private void model(ObjectNode request) {
        if (path == null && model == null && modelSize == null) {
            throw CliException.badInput(
                    "Say what to plan: a model's directory, its config.json, --model or --model-size");
        }
        put(request, "model", model);
        put(request, "modelSizeBytes", modelSize);
        if (path == null) {
            return;
        }
        ModelFiles files = ModelFiles.read(path);
        if (files.config() != null) {
            request.set("config", files.config());
        }
        boolean counted = modelSize == null && model == null && dtype == null;
        if (counted && files.weightBytes() > 0) {
            request.put("modelSizeBytes", files.weightBytes());
        }
    }

    private void gpus(ObjectNode request) {
        if (gpu == null && gpuMemory == null) {
            if (gpus != null) {
                throw CliException.badInput("--gpus needs --gpu or --gpu-memory");
            }
            return;
        }
        ObjectNode node = request.putObject("gpu");
        put(node, "name", gpu);
        put(node, "memory", gpuMemory);
        if (gpus != null) {
            node.put("count", gpus);
        }
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    private static void put(ObjectNode node, String field, @Nullable BigDecimal value) {
        if (value != null) {
            node.put(field, value);
        }
    }
}
