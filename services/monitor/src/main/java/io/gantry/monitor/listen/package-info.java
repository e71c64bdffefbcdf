/// Which part of the work is this monitor's, and whether it hears everything that is said of it.
///
/// Several monitors share the partitions of the traffic topic. A lack of samples means a lack of
/// traffic only while Kafka answers and a partition is read to its end. Lives here: who has which
/// services, and the checks for that. May not enter: what the samples say.
@NullMarked
package io.gantry.monitor.listen;

import org.jspecify.annotations.NullMarked;
