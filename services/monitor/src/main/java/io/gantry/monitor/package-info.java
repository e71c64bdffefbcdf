/// The monitor: decides how many replicas every revision should have, and raises alerts.
///
/// Lives here: configuration, what comes in from Kafka and the clock. Features are below: `signal`
/// and `scrape` measure, `scale` decides, `slo` measures what users got, `rule` says what to look
/// for, `alert` finds it, `silence` and `notify` decide who is told; `fleet` knows what runs,
/// `broker` what Kafka says and `listen` whether everything is heard. May not enter: rules.
@NullMarked
package io.gantry.monitor;

import org.jspecify.annotations.NullMarked;
