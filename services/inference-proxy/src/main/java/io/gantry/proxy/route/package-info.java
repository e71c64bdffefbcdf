/// Where a request is to go: its target read from path and body, the table of what can be reached,
/// and the choice among revisions.
///
/// Everything here is a pure function of its arguments or an immutable snapshot; nothing waits,
/// logs, or knows HTTP beyond method and path. [io.gantry.proxy.route.RoutingTable] is rebuilt from
/// the topics by `watch` and swapped whole. May not enter: CDI, Vert.x, Kafka, clocks.
@NullMarked
package io.gantry.proxy.route;

import org.jspecify.annotations.NullMarked;
