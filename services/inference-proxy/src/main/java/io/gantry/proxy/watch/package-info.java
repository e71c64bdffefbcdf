/// Follows the topics and keeps the routing table true.
///
/// Nothing else tells the proxy what exists: not the registry's API, not Kubernetes. While Kafka is
/// away the last table stays in force. May not enter: anything about requests.
@NullMarked
package io.gantry.proxy.watch;

import org.jspecify.annotations.NullMarked;
