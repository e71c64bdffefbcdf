package io.gantry.loader.peer;

/// Some bytes of a file, at most a piece.
///
/// @param fingerprint of the listing that the file is in
/// @param stretch that they lie in; counted from the file's start
/// @param to the first byte that does not belong to them
record Wanted(String artifact, String fingerprint, String path, long stretch, long from, long to) {

    int length() {
        return (int) (to - from);
    }

    /// What the loaders are put in order for.
    String key() {
        return "%s\0%s\0%s\0%d".formatted(artifact, fingerprint, path, stretch);
    }
}
