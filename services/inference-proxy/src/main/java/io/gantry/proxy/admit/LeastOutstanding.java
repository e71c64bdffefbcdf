package io.gantry.proxy.admit;

import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// Takes a place at the less busy of two replicas drawn at random; at any free one when both are
/// full. Replicas that fail come last.
///
/// Two draws spread the load nearly as well as looking at all, and proxies that do not know of each
/// other do not all run to the same replica.
final class LeastOutstanding {

    private LeastOutstanding() {}

    /// @param except replicas that are out of the question
    /// @param dice gives a number from 0 to below its argument
    static Optional<Slot> take(Slot[] slots, Set<Slot> except, IntUnaryOperator dice) {
        if (!except.isEmpty() || slots.length < 3) {
            return takeLeast(slots, except, dice);
        }
        int first = dice.applyAsInt(slots.length);
        int second = (first + 1 + dice.applyAsInt(slots.length - 1)) % slots.length;
        Slot a = slots[first];
        Slot b = slots[second];
        Slot better = a.outstanding() <= b.outstanding() ? a : b;
        return !better.health().isOut() && better.take()
                ? Optional.of(better)
                : takeLeast(slots, except, dice);
    }

    private static Optional<Slot> takeLeast(Slot[] slots, Set<Slot> except, IntUnaryOperator dice) {
        int start = slots.length < 2 ? 0 : dice.applyAsInt(slots.length);
        Slot least = null;
        for (int i = 0; i < slots.length; i++) {
            Slot slot = slots[(start + i) % slots.length];
            if (!except.contains(slot) && (least == null || better(slot, least))) {
                least = slot;
            }
        }
        if (least == null) {
            return Optional.empty();
        }
        return least.take() ? Optional.of(least) : takeAny(slots, except);
    }

    private static boolean better(Slot one, Slot other) {
        boolean out = one.health().isOut();
        return out == other.health().isOut() ? one.outstanding() < other.outstanding() : !out;
    }

    /// The least busy one was full, or became so just now: whichever has a place left.
    private static Optional<Slot> takeAny(Slot[] slots, Set<Slot> except) {
        for (boolean out : new boolean[] {false, true}) {
            for (Slot slot : slots) {
                if (!except.contains(slot) && slot.health().isOut() == out && slot.take()) {
                    return Optional.of(slot);
                }
            }
        }
        return Optional.empty();
    }
}
