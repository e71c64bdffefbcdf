package io.gantry.loader.cache;

import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What to remove from a cache.
///
/// @param artifacts ids of artifacts that are to go
/// @param blobs contents that no artifact refers to once those are gone
record Eviction(Set<String> artifacts, Set<String> blobs) {

    Eviction {
        artifacts = Set.copyOf(artifacts);
        blobs = Set.copyOf(blobs);
    }

    /// @param cached every artifact of the cache
    /// @param present every blob of the cache
    /// @param unwanted tells by its id whether an artifact is to go
    static Eviction of(
            Collection<Manifest> cached, Set<String> present, Predicate<String> unwanted) {
        Set<String> going =
                cached.stream()
                        .map(Manifest::artifact)
                        .filter(unwanted)
                        .collect(Collectors.toSet());
        Set<String> needed =
                cached.stream()
                        .filter(manifest -> !going.contains(manifest.artifact()))
                        .flatMap(manifest -> manifest.files().stream())
                        .map(file -> file.sha256())
                        .collect(Collectors.toSet());
        Set<String> garbage =
                present.stream().filter(blob -> !needed.contains(blob)).collect(Collectors.toSet());
        return new Eviction(going, garbage);
    }
}
