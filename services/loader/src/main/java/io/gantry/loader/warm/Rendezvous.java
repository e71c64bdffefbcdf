package io.gantry.loader.warm;

import io.gantry.events.node.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Chooses nodes by the highest random weight: everybody who knows the same nodes chooses the same
/// ones, and a node that comes or goes moves only what goes to it or was on it.
final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /// @return so many of the nodes, or all if there are not so many
    static List<Node> choose(String key, Collection<Node> nodes, long count) {
        return nodes.stream()
                .sorted(
                        Comparator.comparingLong((Node node) -> score(node.name(), key))
                                .reversed()
                                .thenComparing(Node::name))
                .limit(count)
                .toList();
    }

    /// FNV-1a, and the finalizer of MurmurHash3, which spreads what FNV leaves similar.
    private static long score(String node, String key) {
        long hash = FNV_OFFSET;
        String text = node + "\n" + key;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
