/// What follows from the events of nodes and caches, worked out alike by everyone who reads them:
/// which nodes are there, which of them a selector means, and which caches have room.
///
/// Pure: clocks are read by the callers. May not enter: what is done about it.
@NullMarked
package io.gantry.events.node;

import org.jspecify.annotations.NullMarked;
