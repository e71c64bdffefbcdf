package io.gantry.monitor.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// Counts what became of a receiver's deliveries.
final class DeliveryCount {

    private final MeterRegistry metrics;
    private final String receiver;

    DeliveryCount(MeterRegistry metrics, String receiver) {
        this.metrics = metrics;
        this.receiver = receiver;
        for (Outcome outcome : Outcome.values()) {
            counter(outcome);
        }
    }

    void add(Outcome outcome) {
        counter(outcome).increment();
    }

    private Counter counter(Outcome outcome) {
        return metrics.counter(
                "gantry.monitor.alert.deliveries",
                "receiver",
                receiver,
                "outcome",
                outcome.name().toLowerCase(Locale.ROOT));
    }

    /// What became of one.
    enum Outcome {
        /// The receiver took it.
        SENT,
        /// An attempt failed; there may be another.
        FAILED,
        /// It was given up.
        DROPPED
    }
}
