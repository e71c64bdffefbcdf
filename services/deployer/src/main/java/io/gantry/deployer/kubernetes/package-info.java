/// The platform `kubernetes`: predictors as Deployments and LeaderWorkerSets of a cluster.
///
/// [io.gantry.deployer.kubernetes.KubernetesPlatform] applies what `libs/kube-render` renders;
/// [io.gantry.deployer.kubernetes.Sightings] is what informers have seen of it, as small records;
/// [io.gantry.deployer.kubernetes.Diagnosis] says why a pod is not ready. May not enter: what is
/// rendered, topics.
@NullMarked
package io.gantry.deployer.kubernetes;

import org.jspecify.annotations.NullMarked;
