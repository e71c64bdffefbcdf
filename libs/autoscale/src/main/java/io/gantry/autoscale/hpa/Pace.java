package io.gantry.autoscale.hpa;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;

/// How fast a recommendation is followed: stabilization first, then policies, as in Kubernetes'
/// `normalizeDesiredReplicasWithBehaviors` (`pkg/controller/podautoscaler/horizontal.go`).
public final class Pace {

    /// What kept a recommendation from being followed at once.
    public enum Limit {
        NONE,
        /// Less was recommended within the window of scaling up.
        STABILIZED_UP,
        /// More was recommended within the window of scaling down.
        STABILIZED_DOWN,
        POLICY_UP,
        POLICY_DOWN
    }

    /// @param state to be given to the next decision
    public record Result(int replicas, Limit limit, PaceState state) {}

    private final Behavior behavior;
    private final PaceState before;
    private final int current;
    private final Instant now;

    private Pace(Behavior behavior, PaceState before, int current, Instant now) {
        this.behavior = behavior;
        this.before = before;
        this.current = current;
        this.now = now;
    }

    /// @param current replicas that were decided last
    /// @param wanted the recommendation
    public static Result limit(
            Behavior behavior, PaceState before, int current, int wanted, Instant now) {
        Pace pace = new Pace(behavior, before, current, now);
        int stable = pace.stabilized(wanted);
        int followed = pace.allowed(stable);
        return new Result(
                followed,
                limit(wanted, stable, followed),
                before.with(wanted, current, now, behavior.memory()));
    }

    private static Limit limit(int wanted, int stable, int followed) {
        if (followed != stable) {
            return followed < stable ? Limit.POLICY_UP : Limit.POLICY_DOWN;
        }
        if (stable != wanted) {
            return stable < wanted ? Limit.STABILIZED_UP : Limit.STABILIZED_DOWN;
        }
        return Limit.NONE;
    }

    /// What there is, moved no further than everything that was recommended within a window agrees
    /// with.
    private int stabilized(int wanted) {
        int least = wanted;
        int most = wanted;
        for (PaceState.Recommended one : before.recommended()) {
            if (within(one.at(), behavior.up().stabilization())) {
                least = Math.min(least, one.replicas());
            }
            if (within(one.at(), behavior.down().stabilization())) {
                most = Math.max(most, one.replicas());
            }
        }
        return Math.min(Math.max(current, least), most);
    }

    private int allowed(int wanted) {
        if (wanted > current) {
            long most = select(behavior.up(), Math::max, Math::min, each -> each.most(start(each)));
            return (int) Math.min(wanted, Math.max(current, most));
        }
        if (wanted < current) {
            long least =
                    select(behavior.down(), Math::min, Math::max, each -> each.least(start(each)));
            return (int) Math.max(wanted, Math.min(current, least));
        }
        return wanted;
    }

    private long select(
            ScalingRules rules,
            LongBinaryOperator largestChange,
            LongBinaryOperator smallestChange,
            ToLongFunction<Policy> bound) {
        return switch (rules.select()) {
            case DISABLED -> current;
            case MAX ->
                    rules.policies().stream().mapToLong(bound).reduce(largestChange).orElseThrow();
            case MIN ->
                    rules.policies().stream().mapToLong(bound).reduce(smallestChange).orElseThrow();
        };
    }

    /// Replicas at the start of the policy's period, which changes count from.
    private int start(Policy policy) {
        List<PaceState.Change> changes = before.changesUntil(current, now.minus(behavior.memory()));
        int since =
                changes.stream()
                        .filter(change -> within(change.at(), policy.period()))
                        .mapToInt(PaceState.Change::by)
                        .sum();
        return current - since;
    }

    private boolean within(Instant at, Duration window) {
        return at.isAfter(now.minus(window));
    }
}
