/// One of several instances does a piece of work: whoever holds a Lease of a Kubernetes cluster.
///
/// [io.gantry.lease.Election] stands for it, [io.gantry.lease.Candidate] is told. May not enter:
/// what the work is, configuration.
@NullMarked
package io.gantry.lease;

import org.jspecify.annotations.NullMarked;
