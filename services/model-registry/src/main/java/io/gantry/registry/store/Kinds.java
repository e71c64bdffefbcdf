package io.gantry.registry.store;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What is particular to each kind.
@ApplicationScoped
class Kinds {

    private final Map<String, KindRules> rules;
    private final Map<String, StatusSource> statuses;

    Kinds(@All List<KindRules> rules, @All List<StatusSource> statuses) {
        this.rules = byKind(rules, KindRules::kinds);
        this.statuses = byKind(statuses, StatusSource::kinds);
    }

    KindRules rules(String kind) {
        KindRules found = rules.get(kind);
        if (found == null) {
            throw new IllegalArgumentException("There are no rules for kind " + kind);
        }
        return found;
    }

    /// Empty when nothing is observed of resources of the kind.
    Optional<StatusSource> status(String kind) {
        return Optional.ofNullable(statuses.get(kind));
    }

    private static <T> Map<String, T> byKind(List<T> all, Function<T, Set<String>> kinds) {
        Map<String, T> found = new HashMap<>();
        all.forEach(each -> kinds.apply(each).forEach(kind -> found.put(kind, each)));
        return found;
    }
}
