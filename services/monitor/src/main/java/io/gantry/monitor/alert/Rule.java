package io.gantry.monitor.alert;

import io.gantry.monitor.fleet.ServiceId;

/// The rules, by the name of the alert that they open.
enum Rule {
    ERROR_RATE_HIGH("ErrorRateHigh"),
    LATENCY_P99_HIGH("LatencyP99High"),
    MODEL_NOT_READY("ModelNotReady"),
    MODEL_LOAD_FAILED("ModelLoadFailed");

    private final String alert;

    Rule(String alert) {
        this.alert = alert;
    }

    /// The alert that the rule opens for a service.
    AlertId of(ServiceId service) {
        return new AlertId(service, alert);
    }
}
