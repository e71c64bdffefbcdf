package io.gantry.monitor.scale;

/// A number of replicas on its way through the rules.
///
/// @param because the rule that gave the number
/// @param bound what kept that number from being the decision; empty when nothing did
record Proposal(int replicas, String because, String bound) {

    Proposal(int replicas, String because) {
        this(replicas, because, "");
    }

    Proposal because(String rule) {
        return new Proposal(replicas, rule, bound);
    }

    Proposal atLeast(int least, String why) {
        return replicas < least ? new Proposal(least, because, why) : this;
    }

    Proposal within(Bounds bounds) {
        if (bounds.exceededBy(replicas)) {
            return new Proposal(bounds.max(), because, "limited by maxReplicas " + bounds.max());
        }
        return atLeast(bounds.min(), "raised to minReplicas " + bounds.min());
    }

    String sentence() {
        return bound.isEmpty() ? because : because + ", " + bound;
    }
}
