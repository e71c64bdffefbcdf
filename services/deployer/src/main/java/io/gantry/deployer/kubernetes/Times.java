package io.gantry.deployer.kubernetes;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Times as Kubernetes writes them.
final class Times {

    private Times() {}

    /// @return null for none, and for what is no time
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
