package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What of a service's pattern falls to one revision.
///
/// @param share of the service's traffic that the revision is to have, 0 to 1
public record Usual(DayPattern pattern, double share) {

    public static final Usual NOTHING = new Usual(DayPattern.NONE, 0);

    /// What is to be expected until a replica that is started now is ready.
    ///
    /// @param demand as it is now, in tokens a second
    Expected expected(Instant now, Duration coldStart, double demand) {
        double expected =
                share <= 0 ? demand : share * pattern.expected(now, coldStart, demand / share);
        return new Expected(expected, expected > demand, pattern.carries());
    }

    /// Until when somebody usually comes whom a replica is there for if its start begins now; empty
    /// where nobody does.
    public Optional<Instant> comesUntil(Instant now, Duration coldStart) {
        return share <= 0 ? Optional.empty() : pattern.comesUntil(now, coldStart);
    }

    /// @param demand in tokens a second
    /// @param rise false when that is what there is now
    /// @param carries tokens a second that a replica carried on other days; 0 for not known
    record Expected(double demand, boolean rise, double carries) {}
}
