package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// `/v1/completions`.
final class CompletionFormat implements AnswerFormat {

    /// OpenAI's own.
    private static final int DEFAULT_TOKENS = 16;

    private static final String OBJECT = "text_completion";

    @Override
    public String idPrefix() {
        return "cmpl-";
    }

    @Override
    public String whole() {
        return OBJECT;
    }

    @Override
    public String part() {
        return OBJECT;
    }

    @Override
    public void writeWhole(JsonGenerator json, String text) throws IOException {
        json.writeStringField("text", text);
    }

    @Override
    public void writePart(JsonGenerator json, String text) throws IOException {
        json.writeStringField("text", text);
    }

    @Override
    public boolean hasBeginning() {
        return false;
    }

    @Override
    public void writeBeginning(JsonGenerator json) throws IOException {
        json.writeStringField("text", "");
    }

    @Override
    public void writeEnding(JsonGenerator json) throws IOException {
        json.writeStringField("text", "");
    }

    @Override
    public String promptField() {
        return "prompt";
    }

    @Override
    public int tokens(int room) {
        return DEFAULT_TOKENS;
    }
}
