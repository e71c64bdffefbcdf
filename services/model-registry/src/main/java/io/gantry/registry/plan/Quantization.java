package io.gantry.registry.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.problem.Problem.FieldError;
import java.util.Optional;

/// How the matrices of a model's blocks are made small.
///
/// @param name for people, for example `awq, 4 bits, groups of 128`
/// @param groupSize how many weights share a scale, and a zero point of that many bits; 0 for a
///   scale a row or more, which is next to nothing
record Quantization(String name, int bits, long groupSize) {

    private static final String FIELD = "quantization_config";

    /// A scale has 16 bits.
    private static final int SCALE_BITS = 16;

    private static final int USUAL_GROUP = 128;

    /// Of weights of a type that nothing is computed in.
    static Quantization of(Dtype dtype) {
        return dtype == Dtype.INT4
                ? new Quantization("int4, groups of 128", dtype.bits(), USUAL_GROUP)
                : new Quantization(dtype.word(), dtype.bits(), 0);
    }

    /// That of a config.json; empty when it has none.
    static Reading of(ObjectNode config) {
        JsonNode settings = config.path(FIELD);
        if (settings.isMissingNode() || settings.isNull()) {
            return new Reading(Optional.empty(), Optional.empty());
        }
        String method = settings.path("quant_method").asText();
        return switch (method) {
            case "awq", "gptq" ->
                    grouped(method, settings.path("bits"), settings.path("group_size"), FIELD);
            case "fp8", "fbgemm_fp8" -> found(new Quantization(method, Dtype.FP8.bits(), 0));
            case "compressed-tensors" -> compressed(settings);
            default ->
                    unknown(
                            FIELD + ".quant_method",
                            "is %s; sizes are known for awq, gptq, fp8, fbgemm_fp8 and compressed-tensors"
                                    .formatted(settings.path("quant_method")));
        };
    }

    /// What so many weights take.
    long bytes(long weights) {
        long bits = Exact.product(weights, this.bits);
        long groups = groupSize == 0 ? 0 : Math.ceilDiv(weights, groupSize);
        long bitsOfGroups = Exact.product(groups, SCALE_BITS + this.bits);
        return Math.ceilDiv(Exact.sum(bits, bitsOfGroups), 8);
    }

    /// Layers may be quantized differently; the first group is what nearly all are in.
    private static Reading compressed(JsonNode settings) {
        String path = FIELD + ".config_groups";
        JsonNode weights = settings.path("config_groups").path("group_0").path("weights");
        if (!weights.isObject()) {
            return unknown(path + ".group_0.weights", "is missing");
        }
        return grouped(
                "compressed-tensors",
                weights.path("num_bits"),
                weights.path("group_size"),
                path + ".group_0.weights");
    }

    private static Reading grouped(String method, JsonNode bits, JsonNode group, String path) {
        if (!bits.isInt() || bits.asInt() < 1 || bits.asInt() > 16) {
            return unknown(
                    path, "has %s bits; sizes are known for 1 to 16".formatted(bits.toString()));
        }
        long size = Math.max(0, group.asLong(0));
        String groups = size == 0 ? "" : ", groups of " + size;
        return found(
                new Quantization(
                        "%s, %d bits%s".formatted(method, bits.asInt(), groups),
                        bits.asInt(),
                        size));
    }

    private static Reading found(Quantization quantization) {
        return new Reading(Optional.of(quantization), Optional.empty());
    }

    private static Reading unknown(String field, String message) {
        return new Reading(Optional.empty(), Optional.of(ConfigFields.error(field, message)));
    }

    /// @param unknown what keeps sizes from being computed
    record Reading(Optional<Quantization> quantization, Optional<FieldError> unknown) {}
}
