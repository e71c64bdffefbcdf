package io.gantry.loader.unpack;

import java.io.IOException;

/// Tells a damaged archive, which fails to be read, from a disk that fails to be written.
final class Damage {

    private Damage() {}

    /// @param reading of the archive; parsers of what strangers made fail in many ways
    static <T> T of(Reading<T> reading) throws RefusedArchiveException {
        try {
            return reading.read();
        } catch (IOException | RuntimeException e) {
            throw new RefusedArchiveException(
                    "it is damaged, or no archive of its name's kind: " + e.getMessage(), e);
        }
    }

    interface Reading<T> {
        T read() throws IOException;
    }
}
