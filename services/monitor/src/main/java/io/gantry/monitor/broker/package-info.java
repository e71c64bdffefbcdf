/// What Kafka says of Gantry's own topics: how far consumers are behind and how many dead letters
/// there are.
///
/// Lives here: asking the broker, at an interval, on a thread of its own. May not enter: what that
/// means for anybody.
@NullMarked
package io.gantry.monitor.broker;

import org.jspecify.annotations.NullMarked;
