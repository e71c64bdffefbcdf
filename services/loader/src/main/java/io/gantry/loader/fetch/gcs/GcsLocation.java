package io.gantry.loader.fetch.gcs;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.Optional;

/// A place in a bucket.
///
/// @param name without slashes at its end; empty for the whole bucket
/// @param folder true when only what lies below the name is meant
record GcsLocation(String bucket, String name, boolean folder) {

    static GcsLocation of(StorageUri uri) throws LoadFailedException {
        int slash = uri.rest().indexOf('/');
        String bucket = slash < 0 ? uri.rest() : uri.rest().substring(0, slash);
        if (bucket.isEmpty()) {
            throw LoadFailedException.unsupported(
                    uri.toString(), "it names no bucket", "Write gs://bucket/prefix.");
        }
        String path = slash < 0 ? "" : uri.rest().substring(slash + 1);
        String name = path.replaceFirst("/+$", "");
        return new GcsLocation(bucket, name, name.isEmpty() || path.endsWith("/"));
    }

    /// What the names of all objects below this place begin with: `a/b` is no prefix of `a/bc`.
    String prefix() {
        return name.isEmpty() ? "" : name + "/";
    }

    /// Path of an object below this place; empty for the markers that stand for folders.
    Optional<String> relative(String object) {
        if (!object.startsWith(prefix())) {
            return Optional.empty();
        }
        String path = object.substring(prefix().length());
        return path.isEmpty() || path.endsWith("/") ? Optional.empty() : Optional.of(path);
    }

    String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
