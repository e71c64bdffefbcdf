/// The port to what runs predictors.
///
/// [io.gantry.deployer.platform.Platform] is told how many replicas of a
/// [io.gantry.deployer.platform.Workload] there should be, works towards it by itself (restarts and
/// drains included) and tells what it has. An adapter finds what it started before its own restart.
/// May not enter: processes, Kubernetes, events' topics.
@NullMarked
package io.gantry.deployer.platform;

import org.jspecify.annotations.NullMarked;
