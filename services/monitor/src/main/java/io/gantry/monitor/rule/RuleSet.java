package io.gantry.monitor.rule;

import io.gantry.monitor.slo.Measure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules that are in force together, causes before what they explain.
public record RuleSet(List<Rule> rules) {

    public RuleSet {
        rules = Inhibition.causesFirst(rules);
    }

    /// With runbooks that can be followed from anywhere.
    RuleSet linked(String base) {
        return new RuleSet(rules.stream().map(rule -> rule.linked(base)).toList());
    }

    /// What has to be measured of every service's requests.
    public Set<Measure> measures() {
        Set<Measure> measures = new HashSet<>();
        for (Rule rule : rules) {
            if (rule.condition() instanceof Condition.BurnRate burn) {
                for (Condition.Windows windows : burn.windows()) {
                    measures.add(new Measure(burn.indicator(), windows.longWindow()));
                    measures.add(new Measure(burn.indicator(), windows.shortWindow()));
                }
            }
        }
        return measures;
    }

    /// How far back what happened to replicas counts, at most.
    public Duration memory() {
        return rules.stream()
                .map(Rule::condition)
                .map(condition ->
                        switch (condition) {
                            case Condition.CrashLoop crashes -> crashes.within();
                            case Condition.GpuOutOfMemory memory -> memory.within();
                            case Condition.ColdStart start -> start.within();
                            default -> Duration.ZERO;
                        })
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
