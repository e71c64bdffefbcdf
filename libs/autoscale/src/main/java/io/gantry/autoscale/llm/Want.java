package io.gantry.autoscale.llm;

/// How many replicas a rule wants.
///
/// @param replicas in parts
/// @param demand tokens a second that they are to do
record Want(double replicas, LlmRule rule, double demand) {

    /// Replicas go only when those that stay keep so much room, a little more than the tenth that
    /// Kubernetes' own autoscaler tolerates: a load that wavers about a whole number changes
    /// nothing. With a tenth, one steady load in ten with a noise of 15 % still made replicas come
    /// and go.
    private static final double ROOM = 1.15;

    /// Replicas to have at once.
    int least() {
        return (int) Math.max(1, Math.ceil(replicas));
    }

    /// Replicas beyond which there are too many.
    int enough() {
        return (int) Math.max(1, Math.ceil(replicas * ROOM));
    }
}
