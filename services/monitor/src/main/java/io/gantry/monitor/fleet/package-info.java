/// What should run and what does, as the other services' topics tell it.
///
/// Lives here: the newest state of services, predictors, artifacts and nodes, and what happened to
/// replicas lately. May not enter: traffic, decisions, alerts.
@NullMarked
package io.gantry.monitor.fleet;

import org.jspecify.annotations.NullMarked;
