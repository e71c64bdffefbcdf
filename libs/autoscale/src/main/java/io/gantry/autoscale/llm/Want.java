package io.gantry.autoscale.llm;

/// How many replicas a rule wants.
///
/// @param replicas in parts
/// @param demand tokens a second that they are to do
record Want(double replicas, LlmRule rule, double demand) {

    /// Replicas go only when those that stay keep a tenth of room, which is the tolerance of
    /// Kubernetes' own autoscaler: a load that wavers about a whole number changes nothing.
    private static final double ROOM = 1.1;

    /// Replicas to have at once.
    int least() {
        return (int) Math.max(1, Math.ceil(replicas));
    }

    /// Replicas beyond which there are too many.
    int enough() {
        return (int) Math.max(1, Math.ceil(replicas * ROOM));
    }
}
