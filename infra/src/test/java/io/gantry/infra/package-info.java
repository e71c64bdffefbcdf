/// Holds what operators take from `infra/monitoring` to the rest of the code.
///
/// Lives here: tests that read those files, and give them to the tools that they are for where
/// these are installed. May not enter: anything that needs a cluster.
@NullMarked
package io.gantry.infra;

import org.jspecify.annotations.NullMarked;
