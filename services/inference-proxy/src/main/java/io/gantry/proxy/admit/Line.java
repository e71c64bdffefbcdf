package io.gantry.proxy.admit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Those who wait: the most urgent first, tenants of one priority in turn, each tenant's own in the
/// order in which they came. So nobody waits for more than one request of each other tenant,
/// however many those have sent.
final class Line {

    /// By priority, the highest first; of each, by tenant, whose turn it is first.
    private final TreeMap<Integer, LinkedHashMap<String, LinkedHashSet<Ticket>>> levels =
            new TreeMap<>(Comparator.reverseOrder());

    private int size;

    int size() {
        return size;
    }

    void add(Ticket ticket) {
        boolean added =
                levels.computeIfAbsent(ticket.rank().priority(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(ticket.rank().tenant(), _ -> new LinkedHashSet<>())
                        .add(ticket);
        size += added ? 1 : 0;
    }

    /// Whose turn it is.
    Optional<Ticket> head() {
        return size == 0
                ? Optional.empty()
                : Optional.of(levels.firstEntry().getValue().firstEntry().getValue().getFirst());
    }

    /// It has had its turn, so the next tenant is next.
    void serve(Ticket ticket) {
        Map<String, LinkedHashSet<Ticket>> tenants = levels.get(ticket.rank().priority());
        if (remove(ticket) && tenants != null) {
            LinkedHashSet<Ticket> rest = tenants.remove(ticket.rank().tenant());
            if (rest != null) {
                tenants.put(ticket.rank().tenant(), rest);
            }
        }
    }

    /// @return false when it did not wait
    boolean remove(Ticket ticket) {
        Map<String, LinkedHashSet<Ticket>> tenants = levels.get(ticket.rank().priority());
        if (tenants == null) {
            return false;
        }
        LinkedHashSet<Ticket> own = tenants.get(ticket.rank().tenant());
        if (own == null || !own.remove(ticket)) {
            return false;
        }
        size--;
        if (own.isEmpty()) {
            tenants.remove(ticket.rank().tenant());
        }
        if (tenants.isEmpty()) {
            levels.remove(ticket.rank().priority());
        }
        return true;
    }

    /// Who has to go when there is no more room and somebody of this rank comes: the last of the
    /// tenant with the most, among the least urgent. Empty when the newcomer has no better claim:
    /// none is less urgent, and none of its priority has more than its tenant would have.
    Optional<Ticket> displacedBy(Rank newcomer) {
        if (size == 0 || levels.lastKey() > newcomer.priority()) {
            return Optional.empty();
        }
        Map<String, LinkedHashSet<Ticket>> least = levels.lastEntry().getValue();
        LinkedHashSet<Ticket> most =
                least.values().stream()
                        .max(Comparator.comparingInt(LinkedHashSet::size))
                        .orElseThrow();
        if (levels.lastKey() == newcomer.priority()) {
            LinkedHashSet<Ticket> own = least.get(newcomer.tenant());
            if (most.size() <= (own == null ? 0 : own.size()) + 1) {
                return Optional.empty();
            }
        }
        return Optional.of(most.getLast());
    }

    List<Ticket> remove(Predicate<Ticket> those) {
        List<Ticket> left = all().stream().filter(those).toList();
        left.forEach(this::remove);
        return left;
    }

    /// Takes on others, each where its number puts it among its tenant's.
    void addInOrder(Collection<Ticket> others) {
        List<Ticket> together = all();
        together.addAll(others);
        together.sort(Comparator.comparingLong(Ticket::number));
        levels.clear();
        size = 0;
        together.forEach(this::add);
    }

    private List<Ticket> all() {
        List<Ticket> all = new ArrayList<>(size);
        levels.values().forEach(tenants -> tenants.values().forEach(all::addAll));
        return all;
    }
}
