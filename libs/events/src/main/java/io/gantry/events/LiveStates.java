package io.gantry.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/// Of those who say again and again that they are there, the last word of each who was heard of
/// lately. Not safe for use by several threads at once.
///
/// Somebody is gone when it was stopped in order, or when three of its intervals went by without a
/// word of it while others were heard. Time counts for no more than an interval from one event to
/// the next: when all are silent, it is Kafka that is away, and of them nothing is known.
public final class LiveStates<E extends StateEvent> {

    private static final int PATIENCE = 3;

    private final ToLongFunction<E> intervalMillis;
    private final LatestStates<E> states = new LatestStates<>();
    private final Map<String, Long> heardAt = new HashMap<>();
    private long listened;
    private long lastNanos;

    /// @param intervalMillis how long after an event, which is no removal, the next one comes
    public LiveStates(ToLongFunction<E> intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    /// @param nanos now, by a clock of the caller's that is never set back
    /// @return false when the event is a duplicate or older, and nothing changed
    public boolean accept(E event, long nanos) {
        if (!states.accept(event)) {
            return false;
        }
        boolean first = heardAt.isEmpty();
        long longest = states.present().stream().mapToLong(this::interval).max().orElse(0);
        listened += first ? 0 : Math.min(nanos - lastNanos, longest);
        lastNanos = nanos;
        heardAt.put(event.key(), listened);
        return true;
    }

    /// Who is there as of the last event, in no particular order.
    public List<E> present() {
        return states.present().stream().filter(this::heardLately).toList();
    }

    private boolean heardLately(E event) {
        return listened - heardAt.getOrDefault(event.key(), 0L) <= PATIENCE * interval(event);
    }

    private long interval(E event) {
        return TimeUnit.MILLISECONDS.toNanos(intervalMillis.applyAsLong(event));
    }
}
