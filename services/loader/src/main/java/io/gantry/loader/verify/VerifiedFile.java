package io.gantry.loader.verify;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;

/// A file whose every byte was hashed.
///
/// @param path relative to the artifact's directory, with `/` between its segments
/// @param sha256 in lower-case hex
@RegisterForReflection
public record VerifiedFile(String path, long size, String sha256) {

    public VerifiedFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(sha256, "sha256");
    }
}
