package io.gantry.loader.load;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Holds artifacts to the digests that are expected of them.
final class Digests {

    private Digests() {}

    /// @param expected null when any will do
    static void require(StorageUri uri, @Nullable String expected, String actual)
            throws LoadFailedException {
        if (expected != null && !expected.toLowerCase(Locale.ROOT).equals(actual)) {
            throw LoadFailedException.mismatch(uri.toString(), expected, actual);
        }
    }
}
