package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gantry.runtime.llamacpp.serve.Piece.End;
import java.io.IOException;

/// `/v1/completions`.
final class CompletionFormat implements AnswerFormat {

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
    public void writeEnding(JsonGenerator json, End end) throws IOException {
        json.writeStringField("text", "");
    }
}
