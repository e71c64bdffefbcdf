/// Kubernetes for tests: a cluster that there is, or one of the test's own.
///
/// May not enter: what Gantry does on Kubernetes, which the tests that use the cluster know.
@NullMarked
package io.gantry.cluster;

import org.jspecify.annotations.NullMarked;
