/// Tests of what follows from the events of nodes and caches.
@org.jspecify.annotations.NullMarked
package io.gantry.events.node;
