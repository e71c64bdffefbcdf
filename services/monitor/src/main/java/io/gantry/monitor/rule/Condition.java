package io.gantry.monitor.rule;

import io.gantry.monitor.slo.Indicator;
import java.time.Duration;
import java.util.List;

/// What a rule looks for. The set is closed: a condition that is not here is written in Java and
/// tested, so that no rule can be misspelt into silence.
public sealed interface Condition {

    /// What the condition's alerts are of.
    Scope scope();

    /// What an alert is of; its name says which.
    enum Scope {
        SERVICE("services"),
        NODE("nodes"),
        CONSUMER("consumers of Kafka"),
        TOPIC("topics");

        private final String words;

        Scope(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// A condition of InferenceServices.
    sealed interface OfService extends Condition {

        @Override
        default Scope scope() {
            return Scope.SERVICE;
        }
    }

    /// The error budget burns too fast over one of the pairs of windows (Google's SRE Workbook,
    /// chapter 5, "Multiwindow, Multi-Burn-Rate Alerts").
    ///
    /// @param indicator which requests are bad
    /// @param objective part of the requests that have to be good, above 0 and below 1
    /// @param minBadRequests that the long window has to have, so that a handful wakes nobody
    record BurnRate(
            Indicator indicator, double objective, long minBadRequests, List<Windows> windows)
            implements OfService {

        public BurnRate {
            windows = List.copyOf(windows);
        }
    }

    /// A pair of windows: the long one says that it matters, the short one that it still goes on.
    ///
    /// @param burnRate how many times as fast as the objective allows the budget burns
    record Windows(Duration longWindow, Duration shortWindow, double burnRate) {}

    /// A revision without a ready replica whose files or predictor do not load.
    record LoadFailure() implements OfService {}

    /// Replicas of a revision that had been ready ended.
    ///
    /// @param ends so many times
    /// @param within that time
    record CrashLoop(int ends, Duration within) implements OfService {}

    /// A replica ended for want of memory of a GPU.
    ///
    /// @param within how long that counts
    record GpuOutOfMemory(Duration within) implements OfService {}

    /// Nothing of the service takes requests although it should.
    record ModelNotReady() implements OfService {}

    /// A revision that should have replicas has none that is ready, and another one serves.
    record RevisionNotReady() implements OfService {}

    /// A revision has fewer ready replicas than it should.
    record ReplicasMissing() implements OfService {}

    /// Demand wants more replicas than maxReplicas allows; where somebody else scales the service,
    /// it has as many as that.
    record Saturation() implements OfService {}

    /// A replica took too long from its creation until it was ready.
    ///
    /// @param target what it may take
    /// @param within how long a start counts
    record ColdStart(Duration target, Duration within) implements OfService {}

    /// A node's cache of models has too little room left.
    ///
    /// @param minFree part of the cache that has to be free, 0 to 1
    record CacheDisk(double minFree) implements Condition {

        @Override
        public Scope scope() {
            return Scope.NODE;
        }
    }

    /// A consumer is behind.
    ///
    /// @param records how many it may have before it
    record ConsumerLag(long records) implements Condition {

        @Override
        public Scope scope() {
            return Scope.CONSUMER;
        }
    }

    /// A topic has dead letters.
    ///
    /// @param records how many it may have
    record DeadLetters(long records) implements Condition {

        @Override
        public Scope scope() {
            return Scope.TOPIC;
        }
    }
}
