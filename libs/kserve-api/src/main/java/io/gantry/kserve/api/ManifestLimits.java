package io.gantry.kserve.api;

/// Bounds on what is read, so that a manifest of a few lines cannot take the memory of the service.
///
/// `characters` bounds the text, `documents` the documents in it, `depth` the nesting, and `nodes`
/// the values of one document after its aliases are expanded (which is what an alias bomb blows
/// up).
public record ManifestLimits(int characters, int documents, int depth, int nodes) {

    /// As large as etcd and the API server would take, and no manifest comes near it.
    public static final ManifestLimits DEFAULT =
            new ManifestLimits(3 * 1024 * 1024, 1000, KServeJson.MAX_DEPTH, 200_000);
}
