package io.gantry.kube.render;

import io.gantry.kserve.validate.Violation;
import org.jspecify.annotations.Nullable;

/// Ends a rendering from wherever it cannot go on; [Renderer] makes an outcome of it.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Violation why;

    Refusal(String field, @Nullable String found, String message, String remedy) {
        super(message);
        this.why = new Violation(field, found, message, remedy);
    }

    Violation why() {
        return why;
    }
}
