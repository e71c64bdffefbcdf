package io.gantry.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds nodes that lead back to themselves.
public final class Cycles {

    private final Map<String, ? extends Set<String>> next;
    private final Set<String> clear = new HashSet<>();

    private Cycles(Map<String, ? extends Set<String>> next) {
        this.next = new TreeMap<>(next);
    }

    /// @param next to which nodes each node leads
    /// @return the nodes of a cycle in their order, the first one again at the end; empty when
    ///   there is none
    public static List<String> find(Map<String, ? extends Set<String>> next) {
        Cycles cycles = new Cycles(next);
        for (String start : cycles.next.keySet()) {
            List<String> cycle = cycles.from(start);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        return List.of();
    }

    /// Looks without recursion, for a graph may be as deep as it is large.
    private List<String> from(String start) {
        List<String> path = new ArrayList<>();
        Deque<Deque<String>> open = new ArrayDeque<>();
        open.push(new ArrayDeque<>(List.of(start)));
        while (!open.isEmpty()) {
            String node = open.element().poll();
            if (node == null) {
                open.pop();
                if (!path.isEmpty()) {
                    clear.add(path.removeLast());
                }
            } else if (path.contains(node)) {
                List<String> cycle = new ArrayList<>(path.subList(path.indexOf(node), path.size()));
                cycle.add(node);
                return cycle;
            } else if (!clear.contains(node)) {
                path.add(node);
                open.push(new ArrayDeque<>(next.containsKey(node) ? next.get(node) : Set.of()));
            }
        }
        return List.of();
    }
}
