package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.core.JsonGenerator;
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

    void writeEnding(JsonGenerator json) throws IOException;

    /// The field of a request that the prompt is in.
    String promptField();

    /// How many tokens an answer has at most when the request does not say.
    ///
    /// @param room for how many there is
    int tokens(int room);
}
