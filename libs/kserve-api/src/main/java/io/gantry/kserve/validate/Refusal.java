package io.gantry.kserve.validate;

import org.jspecify.annotations.Nullable;

/// Ends a rendering from wherever it cannot go on; [Renderer] and its like make outcomes of it.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Violation why;

    public Refusal(String field, @Nullable String found, String message, String remedy) {
        super(message);
        this.why = new Violation(field, found, message, remedy);
    }

    public Violation why() {
        return why;
    }
}
