package io.gantry.loader.warm;

import io.gantry.loader.LoaderConfig;
import io.quarkus.runtime.configuration.MemorySize;

/// What a cache can still take in, and what it could if it were empty, in bytes.
record CacheRoom(long free, long total) {

    /// The disk may be filled up to the headroom, the cache up to its budget.
    static CacheRoom of(long freeOnDisk, long used, LoaderConfig.Cache limits) {
        long onDisk = Math.max(0, freeOnDisk - limits.headroom().asLongValue());
        long free =
                limits.budget()
                        .map(MemorySize::asLongValue)
                        .map(budget -> Math.clamp(budget - used, 0, onDisk))
                        .orElse(onDisk);
        return new CacheRoom(free, free + used);
    }
}
