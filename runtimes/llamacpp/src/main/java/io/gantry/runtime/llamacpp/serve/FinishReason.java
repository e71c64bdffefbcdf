package io.gantry.runtime.llamacpp.serve;

import java.util.Locale;

/// Why an answer ends.
public enum FinishReason {

    /// The model has come to its end, or to a text at which it was to stop.
    STOP,

    /// As many tokens were generated as were asked for, or as the model can read.
    LENGTH,

    /// The client has gone, or the server has failed.
    ABORT;

    /// As OpenAI and vLLM write it.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
