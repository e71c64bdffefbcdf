/// What is told about predictors: events on `gantry.predictors`.
///
/// [io.gantry.deployer.observe.Observation] is pure: from a decision and a platform's state to what
/// is published; [io.gantry.deployer.observe.Observations] publishes it when it is news. May not
/// enter: decisions, platforms' calls.
@NullMarked
package io.gantry.deployer.observe;

import org.jspecify.annotations.NullMarked;
