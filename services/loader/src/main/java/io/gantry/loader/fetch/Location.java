package io.gantry.loader.fetch;

/// Where a model is stored, and as whom to ask for it.
public record Location(StorageUri uri, Credentials credentials) {

    /// The URI as it may be shown.
    @Override
    public String toString() {
        return uri.toString();
    }
}
