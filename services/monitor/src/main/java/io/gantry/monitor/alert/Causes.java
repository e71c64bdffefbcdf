package io.gantry.monitor.alert;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.monitor.rule.Rule;
import io.gantry.monitor.rule.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the causes that a rule names do to its finding.
///
/// A cause that is open explains it: whoever is told of both does not know where to begin. Of one
/// that holds and is not open yet, because it has to hold for longer, people are told when they
/// would be told of the finding: what comes of it can be seen already.
///
/// @param rules in force, by their names
/// @param standing how an alert stands now
record Causes(Map<String, Rule> rules, Function<AlertId, AlertCase.Standing> standing) {

    static Causes of(RuleSet rules, Function<AlertId, AlertCase.Standing> standing) {
        return new Causes(
                rules.rules().stream().collect(Collectors.toMap(Rule::name, Function.identity())),
                standing);
    }

    /// The finding as it counts. Causes of the same have to be judged before.
    Finding explain(Rule rule, AlertId alert, Finding finding) {
        if (!(finding instanceof Finding.Firing firing)) {
            return finding;
        }
        for (String name : rule.inhibitedBy()) {
            AlertCase.Standing cause = standing.apply(cause(alert, name));
            if (cause.open().filter(open -> explains(revision(open), firing)).isPresent()) {
                return new Finding.Covered(name);
            }
        }
        return rule.inhibitedBy().stream()
                .filter(rules::containsKey)
                .filter(name ->
                        standing.apply(cause(alert, name))
                                .pending()
                                .filter(held -> explains(held.revision(), firing))
                                .isPresent())
                .findFirst()
                .<Finding>map(name -> new Finding.Held(firing, name))
                .orElse(firing);
    }

    /// What is to be told of a finding that was explained: of its alert, or of the cause.
    List<AlertEvent> observe(
            AlertId alert,
            Rule rule,
            Finding explained,
            Function<AlertId, AlertCase> cases,
            Instant now) {
        AlertCase one = cases.apply(alert);
        if (!(explained instanceof Finding.Held held)) {
            return one.observe(explained, rule, now).stream().toList();
        }
        if (!one.due(rule, now)) {
            return List.of();
        }
        Rule cause = Objects.requireNonNull(rules.get(held.cause()));
        return Stream.concat(
                        cases.apply(cause(alert, held.cause())).confirm(cause, now).stream(),
                        one.observe(new Finding.Covered(held.cause()), rule, now).stream())
                .toList();
    }

    private static AlertId cause(AlertId of, String name) {
        return new AlertId(of.namespace(), of.name(), name);
    }

    private static String revision(AlertOpened cause) {
        return cause.facts().getOrDefault(Finding.REVISION, "");
    }

    /// Not what is of another revision.
    private static boolean explains(String revision, Finding.Firing firing) {
        return revision.isEmpty()
                || firing.revision().isEmpty()
                || revision.equals(firing.revision());
    }
}
