package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.runtime.llamacpp.engine.Sampling;
import io.gantry.runtime.server.openai.InvalidRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of both kinds of requests that say how the answer is drawn. Beside OpenAI's, those of
/// vLLM's that llama.cpp has, too.
final class SamplingFields {

    private static final int MOST_STOPS = 4;

    private SamplingFields() {}

    /// @param maxTokens of the answer
    static Sampling read(Fields fields, int maxTokens) {
        refuseTheRest(fields);
        return new Sampling(
                maxTokens,
                fields.number("temperature", 1, 0, 2),
                fields.number("top_p", 1, 0, 1),
                Math.max(0, fields.integer("top_k", -1, Integer.MAX_VALUE).orElse(0)),
                fields.number("min_p", 0, 0, 1),
                fields.number("presence_penalty", 0, -2, 2),
                fields.number("frequency_penalty", 0, -2, 2),
                fields.number("repetition_penalty", 1, 0.01, 10),
                fields.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE),
                stops(fields),
                bias(fields),
                fields.truth("ignore_eos"),
                schema(fields));
    }

    private static void refuseTheRest(Fields fields) {
        fields.refuse("n", value -> value.isInt() && value.asInt() == 1);
        fields.refuse("best_of", value -> value.isInt() && value.asInt() == 1);
        fields.refuse("logprobs", value -> value.isBoolean() && !value.asBoolean());
        fields.refuse("top_logprobs", value -> value.isInt() && value.asInt() == 0);
        fields.refuse("prompt_logprobs", value -> false);
        fields.refuse("suffix", value -> value.asText("x").isEmpty());
        fields.refuse("echo", value -> value.isBoolean() && !value.asBoolean());
        fields.refuse("tools", JsonNode::isEmpty);
        fields.refuse("tool_choice", value -> value.asText().equals("none"));
        fields.refuse("functions", JsonNode::isEmpty);
        fields.refuse("audio", value -> false);
        fields.refuse("min_tokens", value -> value.isInt() && value.asInt() == 0);
    }

    private static List<String> stops(Fields fields) {
        if (!fields.has("stop")) {
            return List.of();
        }
        JsonNode stop = fields.get("stop");
        List<String> texts = new ArrayList<>();
        for (JsonNode each :
                stop.isArray() ? stop : JsonNodeFactory.instance.arrayNode().add(stop)) {
            if (!each.isTextual() || each.asText().isEmpty()) {
                throw fields.wrong("stop", "a string, or up to %d strings".formatted(MOST_STOPS));
            }
            texts.add(each.asText());
        }
        if (texts.size() > MOST_STOPS) {
            throw fields.wrong("stop", "up to %d strings".formatted(MOST_STOPS));
        }
        return texts;
    }

    private static Map<Integer, Float> bias(Fields fields) {
        Map<Integer, Float> bias = new HashMap<>();
        if (fields.has("logit_bias")) {
            fields.get("logit_bias")
                    .properties()
                    .forEach(each -> {
                        if (!each.getKey().matches("\\d{1,9}")
                                || !each.getValue().isNumber()
                                || Math.abs(each.getValue().asDouble()) > 100) {
                            throw fields.wrong(
                                    "logit_bias", "numbers from -100 to 100 by token ids");
                        }
                        bias.put(Integer.valueOf(each.getKey()), each.getValue().floatValue());
                    });
        }
        return bias;
    }

    private static @Nullable String schema(Fields fields) {
        if (!fields.has("response_format")) {
            return null;
        }
        JsonNode format = fields.get("response_format");
        return switch (format.path("type").asText()) {
            case "text" -> null;
            case "json_object" -> "{\"type\":\"object\"}";
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema").path("schema");
                if (!schema.isObject()) {
                    throw new InvalidRequest(
                            "response_format",
                            "\"response_format\" has no \"json_schema.schema\", an object.");
                }
                yield schema.toString();
            }
            default ->
                    throw fields.wrong(
                            "response_format",
                            "an object whose type is text, json_object or json_schema");
        };
    }
}
