/// What Prometheus servers answer to queries: asked now and then, and kept.
///
/// A decision never waits for a server; it takes the last answer, for as long as that may be taken
/// for what is. May not enter: decisions, events.
@NullMarked
package io.gantry.monitor.query;

import org.jspecify.annotations.NullMarked;
