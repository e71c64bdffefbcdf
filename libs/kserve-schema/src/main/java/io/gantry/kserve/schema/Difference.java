package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A place where Gantry's schemas differ from KServe's CRDs on purpose.
///
/// @param kinds the kinds that differ
/// @param paths where, as `spec.canary[].predictor.model`
/// @param reason why Gantry does not do as KServe
/// @param edit what becomes of the keywords there
public record Difference(
        List<String> kinds, List<String> paths, String reason, UnaryOperator<ObjectNode> edit) {

    /// Of `scaleMetric`: the time to the first token, tokens a second, use of the KV cache,
    /// requests that wait in the server, and use of the GPU and of its memory.
    private static final List<String> OWN_METRICS =
            List.of("ttft", "tokens", "kv", "queue", "gpu", "gpu_memory");

    /// All of them.
    public static final List<Difference> ALL =
            List.of(
                    new Difference(
                            List.of("InferenceService"),
                            Places.CANARY_MODELS,
                            "the CRD asks for a container name that KServe's webhook forbids, so that"
                                    + " KServe's own canary manifests fail; the stable predictor does"
                                    + " without",
                            keywords -> Edits.notRequired(keywords, "name")),
                    new Difference(
                            List.of("InferenceService"),
                            Places.PREDICTORS_SCALE_METRICS,
                            "Gantry's monitor scales by what language models tell of themselves",
                            keywords -> Edits.allowed(keywords, OWN_METRICS)),
                    new Difference(
                            Places.LLM_KINDS,
                            Places.scaling("keda", "wva.keda"),
                            "the rule fails for a horizontalPodAutoscalerConfig without the name that"
                                    + " it forbids",
                            keywords ->
                                    Edits.guarded(
                                            keywords,
                                            "self.advanced.horizontalPodAutoscalerConfig",
                                            List.of("name"))),
                    new Difference(
                            Places.LLM_KINDS,
                            Places.scaling("wva"),
                            "the rule fails for an advanced section without the scalingModifiers that"
                                    + " it forbids, though the webhook takes it",
                            keywords ->
                                    Edits.guarded(
                                            keywords,
                                            "self.keda.advanced.scalingModifiers",
                                            List.of(
                                                    "formula",
                                                    "target",
                                                    "activationTarget",
                                                    "metricType"))));

    /// The schema of a kind with all differences.
    static Schema applied(String kind, Schema schema) {
        Schema changed = schema;
        for (Difference each : ALL) {
            for (String path : each.kinds.contains(kind) ? each.paths : List.<String>of()) {
                changed = changed.with(Schema.steps(path), each.edit);
            }
        }
        return changed;
    }

    private static final class Places {
        static final List<String> LLM_KINDS =
                List.of("LLMInferenceService", "LLMInferenceServiceConfig");
        static final List<String> CANARY_MODELS =
                Stream.of(
                                "huggingface",
                                "lightgbm",
                                "model",
                                "onnx",
                                "paddle",
                                "pmml",
                                "pytorch",
                                "sklearn",
                                "tensorflow",
                                "triton",
                                "xgboost")
                        .map("spec.canary[].predictor."::concat)
                        .toList();

        static final List<String> PREDICTORS_SCALE_METRICS =
                List.of("spec.predictor.scaleMetric", "spec.canary[].predictor.scaleMetric");

        static List<String> scaling(String... below) {
            return Stream.of("spec.scaling.", "spec.prefill.scaling.")
                    .flatMap(scaling -> Arrays.stream(below).map(scaling::concat))
                    .toList();
        }
    }

    private static final class Edits {
        /// Adds values to those that a field may have.
        static ObjectNode allowed(ObjectNode keywords, List<String> values) {
            ArrayNode all = keywords.withArray("enum");
            values.forEach(all::add);
            return keywords;
        }

        static ObjectNode notRequired(ObjectNode keywords, String name) {
            ArrayNode others = keywords.arrayNode();
            keywords.path("required")
                    .valueStream()
                    .filter(each -> !each.asText().equals(name))
                    .forEach(others::add);
            if (others.isEmpty()) {
                keywords.remove("required");
            } else {
                keywords.set("required", others);
            }
            return keywords;
        }

        /// Lets the rules on `size(OBJECT.FIELD.MEMBER) == 0` hold where there is no such member.
        /// Lets the rules on `size(OBJECT.MEMBER) == 0` hold where there is no such member.
        static ObjectNode guarded(ObjectNode keywords, String object, List<String> members) {
            for (JsonNode rule : keywords.path("x-kubernetes-validations")) {
                String text = rule.path("rule").asText();
                for (String member : members) {
                    String size = "size(%s.%s) == 0".formatted(object, member);
                    String guarded =
                            "(!has(%s) || !has(%s.%s) || %s)"
                                    .formatted(object, object, member, size);
                    text = text.replace(size, guarded);
                }
                ((ObjectNode) rule).put("rule", text);
            }
            return keywords;
        }
    }
}
