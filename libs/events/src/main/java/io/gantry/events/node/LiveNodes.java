package io.gantry.events.node;

import io.gantry.events.LatestStates;
import io.gantry.events.NodeEvent;
import io.gantry.events.NodeObserved;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The nodes that were heard of lately. Not safe for use by several threads at once.
///
/// A node is gone when it was stopped in order, or when three of its intervals went by without a
/// word of it while others were heard. Time counts for no more than an interval from one event to
/// the next: when all are silent, it is Kafka that is away, and of the nodes nothing is known.
public final class LiveNodes {

    private static final int PATIENCE = 3;

    private final LatestStates<NodeEvent> states = new LatestStates<>();
    private final Map<String, Long> heardAt = new HashMap<>();
    private List<Node> present = List.of();
    private long listened;
    private long lastNanos;

    /// @param nanos now, by a clock of the caller's that is never set back
    /// @return whether other nodes are there than before, or others of their labels or resources
    public boolean accept(NodeEvent event, long nanos) {
        if (!states.accept(event)) {
            return false;
        }
        listen(nanos);
        heardAt.put(event.node(), listened);
        List<Node> before = present;
        present =
                observed()
                        .filter(this::heardLately)
                        .map(Node::of)
                        .sorted(Comparator.comparing(Node::name))
                        .toList();
        return !present.equals(before);
    }

    /// In the order of their names.
    public List<Node> present() {
        return present;
    }

    private void listen(long nanos) {
        boolean first = heardAt.isEmpty();
        long longest = observed().mapToLong(LiveNodes::interval).max().orElse(0);
        listened += first ? 0 : Math.min(nanos - lastNanos, longest);
        lastNanos = nanos;
    }

    private boolean heardLately(NodeObserved node) {
        return listened - heardAt.getOrDefault(node.node(), 0L) <= PATIENCE * interval(node);
    }

    private Stream<NodeObserved> observed() {
        return states.present().stream()
                .filter(NodeObserved.class::isInstance)
                .map(NodeObserved.class::cast);
    }

    private static long interval(NodeObserved node) {
        return TimeUnit.MILLISECONDS.toNanos(node.intervalMillis());
    }
}
