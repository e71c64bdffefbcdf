/// Holds the serving runtimes of `infra/kubernetes/runtimes` to Gantry's own rules, and to what
/// KServe's would be chosen for.
///
/// May not enter: anything that needs a cluster.
@NullMarked
package io.gantry.infra.runtimes;

import org.jspecify.annotations.NullMarked;
