package io.gantry.registry.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A service and its revisions as the registry keeps them, without a database; checks at each
/// change what must hold after any.
final class Ledger {

    private final int limit;
    private final TreeMap<Integer, Written> kept = new TreeMap<>();
    private @Nullable InferenceService service;
    private @Nullable Written rolledOut;
    private @Nullable Integer former;
    private int lastNumber;
    private List<Revision> desired = List.of();

    Ledger(int limit) {
        this.limit = limit;
    }

    RevisionPlan write(InferenceService next) {
        RevisionPlan plan = RevisionPlan.of(next, history(), limit);
        for (Created created : plan.created()) {
            int number = created.revision().number();
            assertThat(number).as("numbers only grow").isGreaterThan(lastNumber);
            lastNumber = number;
            kept.put(number, created.written());
        }
        assertThat(plan.lastNumber()).isEqualTo(lastNumber);
        assertThat(kept.keySet()).containsAll(plan.pruned());
        kept.keySet().removeAll(plan.pruned());
        service = next;
        rolledOut = plan.rolledOut();
        former = plan.former();
        desired = plan.desired();
        assertThat(kept.keySet()).as("what should run is kept").containsAll(numbers());
        assertThat(history().rolledOutNumber()).as("what is rolled out is kept").isPresent();
        assertThat(kept.size()).isLessThanOrEqualTo(Math.max(limit, desired.size()));
        assertThat(desired.stream().mapToInt(Revision::trafficPercent).sum()).isEqualTo(100);
        return plan;
    }

    History history() {
        Map<String, Integer> numbers = new HashMap<>();
        kept.forEach((number, written) -> numbers.put(written.fingerprint(), number));
        return new History(rolledOut, former, numbers, lastNumber);
    }

    InferenceService service() {
        return Objects.requireNonNull(service);
    }

    Set<Integer> kept() {
        return Collections.unmodifiableSet(kept.keySet());
    }

    Written kept(int number) {
        return Objects.requireNonNull(kept.get(number));
    }

    Optional<Integer> before() {
        return history().before(service());
    }

    List<Integer> numbers() {
        return desired.stream().map(Revision::number).toList();
    }

    List<Integer> shares() {
        return desired.stream().map(Revision::trafficPercent).toList();
    }
}
