package io.gantry.monitor.scale;

import org.jspecify.annotations.Nullable;

/// A number of replicas on its way through the rules.
///
/// @param because the rule that gave the number
/// @param bound what kept that number from being the decision; null when nothing did
record Proposal(int replicas, Ground because, @Nullable Ground bound) {

    Proposal(int replicas, Ground because) {
        this(replicas, because, null);
    }

    Proposal because(Ground rule) {
        return new Proposal(replicas, rule, bound);
    }

    Proposal atLeast(int least, Ground why) {
        return replicas < least ? new Proposal(least, because, why) : this;
    }

    Proposal within(Bounds bounds) {
        if (bounds.exceededBy(replicas)) {
            return new Proposal(
                    bounds.max(),
                    because,
                    Ground.of(Ground.Bound.MAX_REPLICAS, "limited by maxReplicas " + bounds.max()));
        }
        return atLeast(
                bounds.min(),
                Ground.of(Ground.Bound.MIN_REPLICAS, "raised to minReplicas " + bounds.min()));
    }

    String sentence() {
        return bound == null ? because.words() : because.words() + ", " + bound.words();
    }
}
