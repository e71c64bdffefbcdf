/// What has changed since: every change of every resource, in the order of their versions, to
/// whoever watches.
///
/// [io.gantry.registry.watch.ChangeFeed] explains why none is missed. May not enter: HTTP, and what
/// is particular to one kind.
@NullMarked
package io.gantry.registry.watch;

import org.jspecify.annotations.NullMarked;
