package io.gantry.autoscale.llm;

import java.time.Instant;

/// What the ready replicas of a revision say of themselves, at one time.
///
/// @param ready replicas that take requests
/// @param unknown of these, replicas that nothing is known of
/// @param running requests that are being answered, of all known replicas
/// @param waiting requests that a replica has taken and not begun, of all known replicas
/// @param shortest requests that wait at the replica where the fewest do, which is where the next
///   one goes
/// @param queued requests that no replica has taken yet
/// @param kvUse share of the KV cache in use, averaged over the known replicas, 0 to 1
/// @param done what all replicas did since some time
public record LlmSignals(
        Instant at,
        int ready,
        int unknown,
        double running,
        double waiting,
        double shortest,
        double queued,
        double kvUse,
        Done done) {

    /// The same, with what no replica has taken yet.
    public LlmSignals withQueued(double noneHasTaken) {
        return new LlmSignals(
                at, ready, unknown, running, waiting, shortest, noneHasTaken, kvUse, done);
    }

    /// Requests that nothing is done for yet.
    double backlog() {
        return waiting + queued;
    }

    /// The part of them that another replica would have something of: what waits at one replica
    /// stays there, and while another has nothing waiting, the next request is begun at once.
    double ahead() {
        return shortest * ready + queued;
    }

    /// Sums that only grow, over replicas that are gone as well.
    ///
    /// @param tokens read from prompts or generated
    /// @param firstTokens requests that got their first token
    /// @param firstTokenSeconds that these had waited for it, summed
    public record Done(double tokens, double firstTokens, double firstTokenSeconds) {

        public static final Done NOTHING = new Done(0, 0, 0);

        public Done plus(Done more) {
            return new Done(
                    tokens + more.tokens,
                    firstTokens + more.firstTokens,
                    firstTokenSeconds + more.firstTokenSeconds);
        }
    }
}
