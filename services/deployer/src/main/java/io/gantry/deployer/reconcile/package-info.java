/// Brings what runs to what is wanted: on every event, on every change of the platform, on a timer
/// and at start.
///
/// One worker at a time for each service ([io.gantry.deployer.reconcile.WorkQueue]), and nothing at
/// all before the topics were read to their end. May not enter: rules about what is wanted (they
/// are pure and live in `placement`).
@NullMarked
package io.gantry.deployer.reconcile;

import org.jspecify.annotations.NullMarked;
