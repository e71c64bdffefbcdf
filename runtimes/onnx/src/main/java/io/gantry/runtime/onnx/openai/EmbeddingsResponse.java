package io.gantry.runtime.onnx.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gantry.runtime.onnx.text.Embeddings;
import io.gantry.runtime.server.http.Json;
import java.io.IOException;
import java.util.List;

/// The answer to a request for embeddings.
///
/// @param tokens what the model read, which OpenAI bills
record EmbeddingsResponse(String model, Embeddings embeddings, long tokens) {

    byte[] json(boolean base64) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            List<float[]> vectors = embeddings.vectors();
            for (int i = 0; i < vectors.size(); i++) {
                entry(json, i, vectors.get(i), base64);
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", tokens);
            json.writeNumberField("total_tokens", tokens);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void entry(JsonGenerator json, int index, float[] vector, boolean base64)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("object", "embedding");
        json.writeNumberField("index", index);
        json.writeFieldName("embedding");
        if (base64) {
            json.writeBinary(Embeddings.bytes(vector).array());
        } else {
            json.writeStartArray();
            for (float value : vector) {
                json.writeNumber(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
