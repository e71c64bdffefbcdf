package io.gantry.bench.scaling;

/// Who decides on replicas. Asked every two seconds.
interface Autoscaler {

    int decide(Observation seen);

    /// To be told of each second's demand, in its order.
    ///
    /// @param concurrency requests under way or queued, averaged over the second
    default void second(long second, double concurrency) {}

    /// What everybody sees.
    ///
    /// @param now in seconds
    /// @param ready replicas that take requests
    /// @param wanted what was decided before
    /// @param running requests in the replicas' batches
    /// @param waiting requests that the replicas have not begun with
    /// @param shortest requests that wait at the replica where the fewest do
    /// @param kvUse of the replicas' caches, averaged
    /// @param busy part of the last 15 seconds in which the replicas computed, averaged
    /// @param done by all replicas since the begin
    record Observation(
            double now,
            int ready,
            int wanted,
            int running,
            int waiting,
            int shortest,
            double kvUse,
            double busy,
            Done done) {}

    /// Sums since the begin.
    record Done(double tokens, double firstTokens, double firstTokenSeconds) {}
}
