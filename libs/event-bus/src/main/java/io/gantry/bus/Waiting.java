package io.gantry.bus;

import io.gantry.events.Event;
import io.gantry.events.StateEvent;
import io.opentelemetry.context.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is under way to Kafka or waits for that: by topic and key, the head of each queue being
/// under way.
final class Waiting {

    private final int capacity;
    private final Map<String, Deque<Entry>> queues = new HashMap<>();
    private int size;

    Waiting(int capacity) {
        this.capacity = capacity;
    }

    /// Puts an entry behind those of its key. A state takes the place of older states that are not
    /// under way.
    synchronized Added add(Entry entry) {
        Deque<Entry> queue = queues.computeIfAbsent(entry.queue(), key -> new ArrayDeque<>());
        boolean first = queue.isEmpty();
        boolean dropped = false;
        if (queue.size() > 1 && (entry.event() instanceof StateEvent || size >= capacity)) {
            dropped = !(entry.event() instanceof StateEvent);
            removeOldestWaiting(queue);
        }
        queue.addLast(entry);
        size++;
        return new Added(first, dropped);
    }

    /// Takes the entry out, which was the head of its queue, and tells what goes next.
    synchronized Optional<Entry> taken(Entry entry) {
        Deque<Entry> queue = queues.get(entry.queue());
        if (queue == null) {
            return Optional.empty();
        }
        queue.removeFirst();
        size--;
        if (queue.isEmpty()) {
            queues.remove(entry.queue());
        }
        return Optional.ofNullable(queue.peekFirst());
    }

    /// What to send instead of an entry that Kafka did not take: for state the newest of its key.
    synchronized Entry latest(Entry failed) {
        Deque<Entry> queue = queues.get(failed.queue());
        if (queue == null || queue.size() == 1 || !(failed.event() instanceof StateEvent)) {
            return failed;
        }
        queue.removeFirst();
        size--;
        return queue.getFirst();
    }

    synchronized int size() {
        return size;
    }

    private void removeOldestWaiting(Deque<Entry> queue) {
        Entry underWay = queue.removeFirst();
        queue.removeFirst();
        queue.addFirst(underWay);
        size--;
    }

    /// An event and the trace it belongs to.
    record Entry(Event event, Context context) {
        String queue() {
            return event.topic().topicName() + "|" + event.key();
        }
    }

    /// @param first true when nothing of the same key is under way, so that the entry can be sent
    ///   now
    /// @param dropped true when an older event had to make room
    record Added(boolean first, boolean dropped) {}
}
