/// What the proxies measured, as averages over windows of seconds.
///
/// Lives here: what fills the windows of averages from traffic samples, pure and given the time.
/// May not enter: decisions, Kafka, CDI.
@NullMarked
package io.gantry.monitor.signal;

import org.jspecify.annotations.NullMarked;
