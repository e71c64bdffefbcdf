package io.gantry.loader.fetch.s3;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.Optional;

/// A place in a bucket.
///
/// @param key without slashes at its end; empty for the whole bucket
/// @param folder true when only what lies below the key is meant
record S3Location(String bucket, String key, boolean folder) {

    static S3Location of(StorageUri uri) throws LoadFailedException {
        int slash = uri.rest().indexOf('/');
        String bucket = slash < 0 ? uri.rest() : uri.rest().substring(0, slash);
        if (bucket.isEmpty()) {
            throw LoadFailedException.unsupported(
                    uri.toString(), "it names no bucket", "Write s3://bucket/prefix.");
        }
        String path = slash < 0 ? "" : uri.rest().substring(slash + 1);
        String key = path.replaceFirst("/+$", "");
        return new S3Location(bucket, key, key.isEmpty() || path.endsWith("/"));
    }

    /// What the keys of all files below this place begin with: `a/b` is no prefix of `a/bc`.
    String prefix() {
        return key.isEmpty() ? "" : key + "/";
    }

    /// Path of a key below this place; empty for the markers that stand for folders.
    Optional<String> relative(String objectKey) {
        String path = objectKey.substring(prefix().length());
        return path.isEmpty() || path.endsWith("/") ? Optional.empty() : Optional.of(path);
    }

    String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
