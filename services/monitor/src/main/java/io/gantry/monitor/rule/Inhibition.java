package io.gantry.monitor.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Holds the causes that rules name to sense: they exist, are of the same things, and none is its
/// own cause, for then neither would ever be told.
final class Inhibition {

    private Inhibition() {}

    /// What is wrong, for people.
    static List<String> problems(List<Rule> rules) {
        Map<String, Rule> byName =
                rules.stream().collect(Collectors.toMap(Rule::name, Function.identity()));
        List<String> problems = new ArrayList<>();
        for (Rule rule : rules) {
            for (String cause : rule.inhibitedBy().stream().sorted().toList()) {
                problem(rule, cause, byName)
                        .forEach(problem ->
                                problems.add(
                                        "rule %s: inhibitedBy: %s"
                                                .formatted(rule.name(), problem)));
            }
        }
        return problems;
    }

    /// The rules in their order, but each after those that inhibit it.
    static List<Rule> causesFirst(List<Rule> rules) {
        Map<String, Rule> left = new LinkedHashMap<>();
        rules.forEach(rule -> left.put(rule.name(), rule));
        List<Rule> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            Rule next =
                    left.values().stream()
                            .filter(rule ->
                                    rule.inhibitedBy().stream().noneMatch(left::containsKey))
                            .findFirst()
                            .orElse(left.values().iterator().next());
            sorted.add(next);
            left.remove(next.name());
        }
        return List.copyOf(sorted);
    }

    private static List<String> problem(Rule rule, String cause, Map<String, Rule> byName) {
        Rule found = byName.get(cause);
        if (found == null) {
            return List.of("there is no rule " + cause);
        }
        if (found.condition().scope() != rule.condition().scope()) {
            return List.of(
                    "%s is of %s, this rule of %s"
                            .formatted(
                                    cause,
                                    found.condition().scope().words(),
                                    rule.condition().scope().words()));
        }
        return leadsTo(found, rule.name(), byName, new HashSet<>())
                ? List.of("%s is inhibited by %s, too".formatted(cause, rule.name()))
                : List.of();
    }

    private static boolean leadsTo(
            Rule from, String name, Map<String, Rule> byName, Set<String> seen) {
        if (from.name().equals(name)) {
            return true;
        }
        return seen.add(from.name())
                && from.inhibitedBy().stream()
                        .map(byName::get)
                        .anyMatch(next -> next != null && leadsTo(next, name, byName, seen));
    }
}
