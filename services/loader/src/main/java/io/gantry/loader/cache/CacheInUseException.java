package io.gantry.loader.cache;

import java.nio.file.Path;

/// Another loader has the cache. Two that wrote the same cache would evict each other's files, so
/// this one may not start.
public final class CacheInUseException extends RuntimeException {

    private final boolean brief;

    CacheInUseException(Path directory, String owner) {
        super(
                "The cache %s is in use by the loader with process id %s: stop that one, or give this one a directory of its own (gantry.loader.cache.directory)"
                        .formatted(directory, owner.isEmpty() ? "unknown" : owner));
        this.brief = owner.startsWith(CacheLock.BRIEF);
    }

    /// Whether who has it will end by itself, so that it is worth while to wait.
    public boolean brief() {
        return brief;
    }
}
