package io.gantry.runtime.onnx.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.runtime.onnx.model.UnusableModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a tokenizer.json says beside the tokenizer itself.
///
/// @param maxTokens where it would truncate
/// @param padding the id it would pad with
record TokenizerFile(OptionalInt maxTokens, OptionalLong padding) {

    /// Reads the two members that come before the vocabulary, and nothing after them.
    static TokenizerFile read(Path file, ObjectMapper mapper) throws UnusableModelException {
        OptionalInt maxTokens = OptionalInt.empty();
        OptionalLong padding = OptionalLong.empty();
        try (JsonParser json = mapper.getFactory().createParser(file.toFile())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("model")) {
                    break;
                } else if (field.equals("truncation")) {
                    JsonNode limit = json.<JsonNode>readValueAsTree().path("max_length");
                    maxTokens = limit.isInt() ? OptionalInt.of(limit.asInt()) : maxTokens;
                } else if (field.equals("padding")) {
                    JsonNode id = json.<JsonNode>readValueAsTree().path("pad_id");
                    padding = id.isIntegralNumber() ? OptionalLong.of(id.asLong()) : padding;
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException broken) {
            throw unreadable(file, broken);
        }
        return new TokenizerFile(maxTokens, padding);
    }

    static UnusableModelException unreadable(Path file, IOException broken) {
        return new UnusableModelException(
                "%s is not readable JSON (%s): it is truncated or of another format, fetch it again."
                        .formatted(
                                file,
                                String.valueOf(broken.getMessage()).lines().findFirst().orElse("")),
                broken);
    }
}
