/// Makes the cache hold what its node is to load, and tells `gantry.artifacts` how that goes.
///
/// Level-triggered: [io.gantry.loader.reconcile.Reconciler] compares the plan of `warm` with the
/// cache on every event and on a timer. Nothing is evicted before the desired state was read to its
/// end. May not enter: how bytes are fetched or stored.
@NullMarked
package io.gantry.loader.reconcile;

import org.jspecify.annotations.NullMarked;
