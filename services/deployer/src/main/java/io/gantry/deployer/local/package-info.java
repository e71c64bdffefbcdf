/// The platform `local`: each replica is a process of this machine.
///
/// [io.gantry.deployer.local.LocalPlatform] holds a [io.gantry.deployer.local.ReplicaGroup] for
/// each revision, which holds a [io.gantry.deployer.local.LocalReplica] for each process.
/// Everything about a replica is also in a file, so that the next deployer takes the process over.
/// How container fields are read is in [io.gantry.deployer.local.Translation]. May not enter: what
/// a service wants, events, Kubernetes.
@NullMarked
package io.gantry.deployer.local;

import org.jspecify.annotations.NullMarked;
