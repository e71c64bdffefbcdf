package io.gantry.monitor.slo;

import java.time.Duration;

/// Requests, and the bad ones among them, over so much time.
public record Measure(Indicator indicator, Duration window) {}
