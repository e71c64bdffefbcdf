package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gantry.runtime.llamacpp.serve.FinishReason;
import io.gantry.runtime.llamacpp.serve.Piece.End;
import io.gantry.runtime.server.http.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes one answer as JSON.
///
/// @param promptTokens of the request
record Writing(AnswerFormat format, String id, Instant created, String model, int promptTokens) {

    static Writing of(AnswerFormat format, Instant created, String model, int promptTokens) {
        String id = format.idPrefix() + UUID.randomUUID().toString().replace("-", "");
        return new Writing(format, id, created, model, promptTokens);
    }

    /// Part of a choice.
    @FunctionalInterface
    private interface Choice {
        void write(JsonGenerator json) throws IOException;
    }

    byte[] whole(String text, End end) {
        return Json.write(json -> {
            begin(json, format.whole());
            choices(json, each -> format.writeWhole(each, text), end.reason());
            usage(json, end);
            json.writeEndObject();
        });
    }

    byte[] beginning() {
        return part(format::writeBeginning, null);
    }

    byte[] part(String text) {
        return part(json -> format.writePart(json, text), null);
    }

    byte[] ending(End end) {
        return part(format::writeEnding, end.reason());
    }

    /// The last of a stream whose client wants to know what it took.
    byte[] usage(End end) {
        return Json.write(json -> {
            begin(json, format.part());
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            usage(json, end);
            json.writeEndObject();
        });
    }

    private byte[] part(Choice choice, @Nullable FinishReason reason) {
        return Json.write(json -> {
            begin(json, format.part());
            choices(json, choice, reason);
            json.writeEndObject();
        });
    }

    private void begin(JsonGenerator json, String object) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("object", object);
        json.writeNumberField("created", created.getEpochSecond());
        json.writeStringField("model", model);
    }

    private static void choices(JsonGenerator json, Choice choice, @Nullable FinishReason reason)
            throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        choice.write(json);
        json.writeNullField("logprobs");
        if (reason == null) {
            json.writeNullField("finish_reason");
        } else {
            json.writeStringField("finish_reason", reason.wireName());
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private void usage(JsonGenerator json, End end) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", promptTokens);
        json.writeNumberField("completion_tokens", end.tokens());
        json.writeNumberField("total_tokens", promptTokens + end.tokens());
        json.writeEndObject();
    }
}
