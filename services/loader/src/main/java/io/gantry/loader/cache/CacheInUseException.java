package io.gantry.loader.cache;

import java.nio.file.Path;

/// Another loader has the cache. Two that wrote the same cache would evict each other's files, so
/// this one may not start.
public final class CacheInUseException extends RuntimeException {

    CacheInUseException(Path directory, String owner) {
        super(
                "The cache %s is in use by the loader with process id %s: stop that one, or give this one a directory of its own (gantry.loader.cache.directory)"
                        .formatted(directory, owner.isEmpty() ? "unknown" : owner));
    }
}
