/// `gantry plan`: what a model of this machine's disk will need.
///
/// Lives here: how a model's directory is read, and how a plan is shown. May not enter: the
/// formulas, which are the registry's.
@NullMarked
package io.gantry.cli.plan;

import org.jspecify.annotations.NullMarked;
