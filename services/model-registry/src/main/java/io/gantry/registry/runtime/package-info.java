/// ServingRuntimes and ClusterServingRuntimes: stored, numbered and announced like services, but
/// without revisions.
///
/// [io.gantry.registry.runtime.Runtimes] is the one way in, for HTTP and files alike. Runtimes of
/// files are written at start, unless a user has changed or deleted them since. May not enter: the
/// choice of a runtime for a model, which is the deployer's.
@NullMarked
package io.gantry.registry.runtime;

import org.jspecify.annotations.NullMarked;
