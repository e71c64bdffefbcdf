package io.gantry.proxy.admit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Picks the less busy of two replicas drawn at random; the least busy of all when that one is
/// full. Replicas that fail come last.
///
/// Two draws spread the load nearly as well as looking at all, and proxies that do not know of each
/// other do not all run to the same replica.
@Singleton
final class LeastOutstanding implements EndpointPicker {

    private final IntUnaryOperator dice;

    @Inject
    LeastOutstanding() {
        this(bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /// @param dice gives a number from 0 to below its argument
    LeastOutstanding(IntUnaryOperator dice) {
        this.dice = dice;
    }

    @Override
    public @Nullable Slot pick(List<Slot> candidates, Set<Slot> except, RequestFacts facts) {
        int size = candidates.size();
        if (!except.isEmpty() || size < 3) {
            return least(candidates, except);
        }
        int first = dice.applyAsInt(size);
        int second = (first + 1 + dice.applyAsInt(size - 1)) % size;
        Slot a = candidates.get(first);
        Slot b = candidates.get(second);
        Slot better = a.outstanding() <= b.outstanding() ? a : b;
        return better.health().isOut() || better.isFull() ? least(candidates, except) : better;
    }

    private @Nullable Slot least(List<Slot> candidates, Set<Slot> except) {
        int size = candidates.size();
        int start = size < 2 ? 0 : dice.applyAsInt(size);
        Slot least = null;
        for (int i = 0; i < size; i++) {
            Slot slot = candidates.get((start + i) % size);
            if (!except.contains(slot) && (least == null || better(slot, least))) {
                least = slot;
            }
        }
        return least;
    }

    private static boolean better(Slot one, Slot other) {
        boolean out = one.health().isOut();
        return out == other.health().isOut() ? one.outstanding() < other.outstanding() : !out;
    }
}
