package io.gantry.monitor.rule;

import io.gantry.monitor.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/// Rules for tests of other packages.
public final class Rules {

    private Rules() {}

    /// @param yaml the items of `rules:`
    public static RuleSet of(String yaml) {
        return RuleReader.read("test.yaml", yaml, java.util.Map.of());
    }

    /// Those that Gantry comes with.
    public static RuleSet shipped() {
        return new RuleFile(Settings.defaults(), new SimpleMeterRegistry()).current();
    }

    /// A rule of that name whose condition needs no parameters.
    ///
    /// @param more further fields, each a line that begins with two blanks
    public static Rule rule(String name, String... more) {
        return of("""
        rules:
        - name: %s
          condition: loadFailure
          severity: critical
        %s
        """
                        .formatted(name, String.join("\n", more)))
                .rules()
                .getFirst();
    }
}
