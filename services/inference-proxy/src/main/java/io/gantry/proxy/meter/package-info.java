/// What the proxy saw of each revision: samples for the monitor on `gantry.traffic` and Prometheus
/// metrics for people.
///
/// [io.gantry.proxy.meter.TrafficWindow] is pure arithmetic under a lock;
/// [io.gantry.proxy.meter.TrafficReporter] publishes, at most one sample of a revision under way at
/// a time, so that Kafka's absence costs samples and no memory. Tags hold only names of models that
/// exist, and go when their revision goes. May not enter: anything that a request has to wait for.
@NullMarked
package io.gantry.proxy.meter;

import org.jspecify.annotations.NullMarked;
