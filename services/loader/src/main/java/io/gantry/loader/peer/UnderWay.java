package io.gantry.loader.peer;

import io.gantry.loader.fetch.FetchJob;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The downloads of this loader that others may take part in.
@Singleton
class UnderWay {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    void begin(String artifact, Entry entry) {
        entries.put(artifact, entry);
    }

    void end(String artifact, Entry entry) {
        entries.remove(artifact, entry);
    }

    Optional<Entry> find(String artifact) {
        return Optional.ofNullable(entries.get(artifact));
    }

    /// @param job whose files grow in their order
    record Entry(String fingerprint, FetchJob job, Pieces pieces) {}
}
