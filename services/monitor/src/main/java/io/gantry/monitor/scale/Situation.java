package io.gantry.monitor.scale;

import io.gantry.monitor.signal.TrafficMeter;
import java.time.Instant;

/// What a decision is made on.
///
/// @param reading the demand
/// @param ready replicas that take requests
/// @param heard false when the monitor has not listened for a whole stable window, so that a lack
///   of samples says nothing
record Situation(Instant now, TrafficMeter.Reading reading, int ready, boolean heard) {}
