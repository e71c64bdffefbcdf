/// What the proxies measured, as averages over windows of seconds.
///
/// Lives here: [io.gantry.monitor.signal.Window] and what fills windows from traffic samples, pure
/// and given the time. May not enter: decisions, Kafka, CDI.
@NullMarked
package io.gantry.monitor.signal;

import org.jspecify.annotations.NullMarked;
