package io.gantry.monitor.alert;

import io.gantry.events.AlertOpened;
import io.gantry.monitor.rule.Rule;
import io.gantry.monitor.rule.RuleSet;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the causes that a rule names do to its finding.
///
/// A cause that is open explains it: whoever is told of both does not know where to begin. One that
/// holds and is not open yet, because it has to hold for longer, keeps the finding from people
/// meanwhile, so that they are told of one of the two, and of the cause if it stays.
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
        Duration longest = Duration.ZERO;
        for (String name : rule.inhibitedBy()) {
            AlertCase.Standing cause =
                    standing.apply(new AlertId(alert.namespace(), alert.name(), name));
            if (cause.open().filter(open -> explains(revision(open), firing)).isPresent()) {
                return new Finding.Covered(name);
            }
            if (cause.pending().filter(held -> explains(held.revision(), firing)).isPresent()) {
                Duration pending =
                        Optional.ofNullable(rules.get(name))
                                .map(Rule::pending)
                                .orElse(Duration.ZERO);
                longest = longest.compareTo(pending) < 0 ? pending : longest;
            }
        }
        return longest.isZero() ? firing : new Finding.Held(firing, longest);
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
