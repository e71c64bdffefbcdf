package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// `/v1/chat/completions`.
final class ChatFormat implements AnswerFormat {

    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }

    @Override
    public String whole() {
        return "chat.completion";
    }

    @Override
    public String part() {
        return "chat.completion.chunk";
    }

    @Override
    public void writeWhole(JsonGenerator json, String text) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", text);
        json.writeNullField("refusal");
        json.writeEndObject();
    }

    @Override
    public void writePart(JsonGenerator json, String text) throws IOException {
        json.writeObjectFieldStart("delta");
        json.writeStringField("content", text);
        json.writeEndObject();
    }

    @Override
    public boolean hasBeginning() {
        return true;
    }

    @Override
    public void writeBeginning(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("delta");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", "");
        json.writeEndObject();
    }

    @Override
    public void writeEnding(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("delta");
        json.writeEndObject();
    }

    @Override
    public String promptField() {
        return "messages";
    }

    @Override
    public int tokens(int room) {
        return room;
    }
}
