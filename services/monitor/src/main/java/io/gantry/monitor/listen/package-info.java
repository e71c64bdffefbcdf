/// Whether the monitor hears everything that is said on the traffic topic.
///
/// A lack of samples means a lack of traffic only while Kafka answers and the topic is read to its
/// end. Lives here: the check for that. May not enter: what the samples say.
@NullMarked
package io.gantry.monitor.listen;

import org.jspecify.annotations.NullMarked;
