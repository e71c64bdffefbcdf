/// Gantry on one machine: where things lie, which processes run, `up`, `down` and `logs`.
///
/// The suite's state is a file in the user's Gantry directory; processes are told from later ones
/// of the same number by their start time. May not enter: what a service does.
@NullMarked
package io.gantry.cli.suite;

import org.jspecify.annotations.NullMarked;
