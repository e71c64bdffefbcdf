package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gantry.runtime.llamacpp.serve.Piece.End;
import java.io.IOException;

/// How the choice of an answer is written; the rest is the same for both kinds.
interface AnswerFormat {

    /// What identifiers begin with.
    String idPrefix();

    /// The `object` of a whole answer.
    String whole();

    /// The `object` of a part of a streamed one.
    String part();

    void writeWhole(JsonGenerator json, String text) throws IOException;

    void writePart(JsonGenerator json, String text) throws IOException;

    /// What a stream begins with; nothing for completions.
    boolean hasBeginning();

    void writeBeginning(JsonGenerator json) throws IOException;

    void writeEnding(JsonGenerator json, End end) throws IOException;
}
