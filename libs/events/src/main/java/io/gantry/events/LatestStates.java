package io.gantry.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The last state of every key of a compacted topic, whatever order and however often its events
/// arrive.
///
/// A removal is remembered with its generation, so that a replayed older event cannot bring the key
/// back. Not safe for use by several threads at once.
public final class LatestStates<E extends StateEvent> {

    private final Map<String, E> byKey = new HashMap<>();

    /// Takes the event in if it is newer than what is known of its key.
    ///
    /// @return false when the event is a duplicate or older, and nothing changed
    public boolean accept(E event) {
        E known = byKey.get(event.key());
        if (known != null && known.generation() >= event.generation()) {
            return false;
        }
        byKey.put(event.key(), event);
        return true;
    }

    /// The state of a key; empty when it is unknown or was removed.
    public Optional<E> get(String key) {
        return Optional.ofNullable(byKey.get(key)).filter(event -> !event.removal());
    }

    /// All keys that are not removed, in no particular order.
    public List<E> present() {
        return byKey.values().stream().filter(event -> !event.removal()).toList();
    }
}
