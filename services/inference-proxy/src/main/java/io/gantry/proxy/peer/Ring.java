package io.gantry.proxy.peer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Who comes when for a service, of the proxies that were there at one moment: rendezvous hashing
/// (Thaler and Ravishankar, 1996). Whoever comes or goes moves only the services that it has
/// itself.
///
/// @param self this proxy
/// @param member whether this one is among those that admit others' requests
/// @param others that are, besides, by their ids
record Ring(String self, boolean member, Map<String, Peer> others) {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    Ring {
        others = Map.copyOf(others);
    }

    /// Nobody else is there.
    static Ring alone(String self) {
        return new Ring(self, false, Map.of());
    }

    /// Those that come before this proxy, the first first; all others where this one is no member.
    ///
    /// @param service `namespace/name`
    List<Peer> before(String service) {
        long key = hash(service);
        long own = score(key, self);
        return others.values().stream()
                .filter(peer -> !member || precedes(key, peer.id(), own))
                .sorted(
                        Comparator.<Peer>comparingLong(peer -> score(key, peer.id()))
                                .reversed()
                                .thenComparing(Peer::id))
                .toList();
    }

    private boolean precedes(long key, String other, long own) {
        long score = score(key, other);
        return score > own || (score == own && other.compareTo(self) < 0);
    }

    /// The same in every process, which neither [Object#hashCode()] nor a seeded hash promises.
    private static long score(long key, String proxy) {
        return mix(key ^ hash(proxy));
    }

    /// FNV-1a.
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /// MurmurHash3's finalizer: each bit of the input changes half of the output's.
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
