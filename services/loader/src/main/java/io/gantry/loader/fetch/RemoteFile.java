package io.gantry.loader.fetch;

import org.jspecify.annotations.Nullable;

/// A file at its source.
///
/// @param path where it belongs below the artifact's directory; not yet checked
/// @param size null when the source does not tell
/// @param locator how its source finds it, for example an object key
/// @param version changes when the content does, for example an ETag; null when the source has none
public record RemoteFile(
        String path, @Nullable Long size, String locator, @Nullable String version) {}
