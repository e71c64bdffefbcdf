/// What to do with each revision of a service, as pure functions of values.
///
/// [io.gantry.deployer.placement.Rollout] gives every revision a
/// [io.gantry.deployer.placement.Decision]; [io.gantry.deployer.placement.Placement] chooses the
/// runtime and puts the workload together; [io.gantry.deployer.placement.Bounds] keeps replicas
/// within limits. May not enter: I/O, time, CDI.
@NullMarked
package io.gantry.deployer.placement;

import org.jspecify.annotations.NullMarked;
