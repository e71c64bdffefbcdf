package io.gantry.runtime.onnx.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.runtime.server.http.Json;
import io.gantry.runtime.server.openai.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// A request for embeddings.
///
/// @param dimensions the first so many dimensions of each embedding, if asked for
/// @param truncation vLLM's `truncate_prompt_tokens`: -1 for the model's limit
record EmbeddingsRequest(
        String model, Input input, boolean base64, OptionalInt dimensions, OptionalInt truncation) {

    private static final int MAX_INPUTS = 2048;

    /// What to embed.
    sealed interface Input {

        int size();

        record Texts(List<String> texts) implements Input {
            @Override
            public int size() {
                return texts.size();
            }
        }

        record TokenIds(List<List<Long>> rows) implements Input {
            @Override
            public int size() {
                return rows.size();
            }
        }
    }

    static EmbeddingsRequest read(byte[] body) {
        JsonNode request = Json.readObject(body);
        return new EmbeddingsRequest(
                model(request),
                input(request.path("input")),
                base64(request.path("encoding_format")),
                number(request, "dimensions", 1),
                number(request, "truncate_prompt_tokens", -1));
    }

    private static String model(JsonNode request) {
        JsonNode model = request.path("model");
        if (!model.isTextual()) {
            throw new InvalidRequest("model", "The request has no \"model\", a string.");
        }
        return model.asText();
    }

    private static Input input(JsonNode input) {
        if (input.isTextual()) {
            return new Input.Texts(List.of(input.asText()));
        }
        if (!input.isArray() || input.isEmpty() || input.size() > MAX_INPUTS) {
            throw new InvalidRequest(
                    "input",
                    "\"input\" is %s: give a string, 1 to %d strings, or token ids."
                            .formatted(
                                    input.isMissingNode()
                                            ? "missing"
                                            : input.isArray()
                                                    ? "an array of " + input.size()
                                                    : input.getNodeType()
                                                            .name()
                                                            .toLowerCase(Locale.ROOT),
                                    MAX_INPUTS));
        }
        JsonNode first = input.get(0);
        if (first.isTextual()) {
            return new Input.Texts(texts(input));
        }
        return new Input.TokenIds(first.isArray() ? rows(input) : List.of(ids(input)));
    }

    private static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : input) {
            if (!text.isTextual()) {
                throw mixed(texts.size(), text);
            }
            texts.add(text.asText());
        }
        return texts;
    }

    private static List<List<Long>> rows(JsonNode input) {
        List<List<Long>> rows = new ArrayList<>();
        for (JsonNode row : input) {
            if (!row.isArray()) {
                throw mixed(rows.size(), row);
            }
            rows.add(ids(row));
        }
        return rows;
    }

    private static List<Long> ids(JsonNode row) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode id : row) {
            if (!id.isIntegralNumber() || id.asLong() < 0) {
                throw mixed(ids.size(), id);
            }
            ids.add(id.asLong());
        }
        return ids;
    }

    private static InvalidRequest mixed(int index, JsonNode found) {
        return new InvalidRequest(
                "input",
                "Entry %d of \"input\" is %s: all are strings, or all are token ids of at least 0."
                        .formatted(index, found));
    }

    private static boolean base64(JsonNode format) {
        return switch (format.asText("float")) {
            case "float" -> false;
            case "base64" -> true;
            default ->
                    throw new InvalidRequest(
                            "encoding_format",
                            "\"encoding_format\" is %s: use \"float\" or \"base64\"."
                                    .formatted(format));
        };
    }

    private static OptionalInt number(JsonNode request, String field, int least) {
        JsonNode number = request.path(field);
        if (number.isMissingNode() || number.isNull()) {
            return OptionalInt.empty();
        }
        if (!number.isInt() || number.asInt() < least) {
            throw new InvalidRequest(
                    field,
                    "\"%s\" is %s: use a whole number of at least %d."
                            .formatted(field, number, least));
        }
        return OptionalInt.of(number.asInt());
    }
}
