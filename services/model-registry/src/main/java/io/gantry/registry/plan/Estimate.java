package io.gantry.registry.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.text.Amounts;
import io.gantry.registry.plan.PlanRequest.ModelSize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What follows from a model's config.json.
@Schema(name = "PlanEstimate", description = "What follows from a model's config.json")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record Estimate(
        String modelType,
        @Schema(description = "How many weights the model has") long parameters,
        @Schema(description = "What the weights are kept in", examples = "bf16")
                String weightFormat,
        long weightsBytes,
        @Schema(description = "Tokens that a sequence may have") long contextLength,
        @Schema(description = "How many sequences are worked on at once") long batchSize,
        @Schema(description = "What the KV cache takes for a token; 0 when there is no cache")
                long kvCacheBytesPerToken,
        @Schema(description = "What it takes for a sequence of the whole context length")
                long kvCacheBytesPerSequence,
        @Schema(description = "What it takes for all sequences") long kvCacheBytes,
        @Schema(description = "What one step computes with, on one GPU") long activationsBytes,
        @Schema(description = "What the GPU's software takes, for each GPU") long overheadBytes,
        @Schema(description = "All of it, on one GPU") long totalBytes,
        @Schema(description = "How each figure was computed, and what is assumed")
                List<String> steps) {

    Estimate {
        steps = List.copyOf(steps);
    }

    /// @param measured the size of the model's files; null when it is not known
    static Estimate of(Sizing sizing, @Nullable ModelSize measured) {
        Architecture architecture = sizing.architecture();
        return new Estimate(
                architecture.modelType(),
                architecture.parameters().total(),
                sizing.config().format().name(),
                sizing.weights(),
                sizing.load().contextLength(),
                sizing.load().sequences(),
                sizing.kvPerToken(),
                sizing.kvPerSequence(1),
                sizing.kv(1),
                sizing.activations(1),
                Sizing.OVERHEAD,
                sizing.total(1),
                steps(sizing, measured));
    }

    private static List<String> steps(Sizing sizing, @Nullable ModelSize measured) {
        List<String> steps = new ArrayList<>();
        Parameters parameters = sizing.architecture().parameters();
        steps.add(
                "Parameters: %s in the blocks' matrices + %s in embeddings + %s in norms, biases and routers = %s"
                        .formatted(
                                Amount.count(parameters.linear()),
                                Amount.count(parameters.embedding()),
                                Amount.count(parameters.other()),
                                Amount.count(parameters.total())));
        steps.add(weights(sizing, measured));
        cache(sizing, steps);
        steps.add(
                "Activations: %s tokens a step × (4 × hidden size + 2 × width of the feed-forward layers), and 4 bytes a logit = %s on one GPU (an assumption)"
                        .formatted(
                                Amount.count(sizing.stepTokens()),
                                Amounts.bytes(sizing.activations(1))));
        steps.add(
                "Overhead: %s a GPU for CUDA's context, collective operations and CUDA graphs (an assumption)"
                        .formatted(Amounts.bytes(Sizing.OVERHEAD)));
        return steps;
    }

    private static String weights(Sizing sizing, @Nullable ModelSize measured) {
        WeightFormat format = sizing.config().format();
        Parameters parameters = sizing.architecture().parameters();
        if (measured != null) {
            return "Weights: %s, %s (counted: %s in %s)"
                    .formatted(
                            Amounts.bytes(measured.bytes()),
                            measured.source(),
                            Amounts.bytes(format.bytes(parameters)),
                            format.name());
        }
        String kept =
                format.quantization().isPresent()
                        ? " (embeddings, norms, biases and routers stay in %s)"
                                .formatted(format.activations().word())
                        : "";
        return "Weights: in %s, %s%s = %s"
                .formatted(
                        format.name(),
                        format.source().words(),
                        kept,
                        Amounts.bytes(sizing.weights()));
    }

    private static void cache(Sizing sizing, List<String> steps) {
        KvShape kv = sizing.architecture().kv();
        if (!kv.keeps()) {
            steps.add("KV cache: none, an encoder sees all tokens at once");
            return;
        }
        steps.add(
                "KV cache a token: %d layers × %d heads × %d numbers (keys and values) × %d bytes = %s"
                        .formatted(
                                kv.layers(),
                                kv.heads(),
                                kv.perHead(),
                                sizing.kvBytes(),
                                Amounts.bytes(sizing.kvPerToken())));
        String window =
                kv.windowLayers() == 0
                        ? ""
                        : " (%d of the layers keep the last %d only)"
                                .formatted(kv.windowLayers(), kv.window());
        steps.add(
                "KV cache: %s tokens%s = %s a sequence, × %d = %s"
                        .formatted(
                                Amount.count(sizing.load().contextLength()),
                                window,
                                Amounts.bytes(sizing.kvPerSequence(1)),
                                sizing.load().sequences(),
                                Amounts.bytes(sizing.kv(1))));
    }
}
