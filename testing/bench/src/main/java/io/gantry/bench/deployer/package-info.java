/// The deployer with thousands of services on a real Kubernetes control plane.
///
/// The cluster is `infra/testcluster`'s, whose nodes and pods KWOK plays; the deployer is a process
/// of its own, told by Kafka alone. May not enter: other services, whose time would be counted,
/// too.
@NullMarked
package io.gantry.bench.deployer;

import org.jspecify.annotations.NullMarked;
