package io.gantry.deployer.placement;

/// What a platform can do.
///
/// @param mostReplicas of one revision
/// @param replicasBringModels whether each replica brings the model's files itself; otherwise they
///   have to be on the node first
/// @param runsPods whether it runs pods as manifests describe them
public record Limits(int mostReplicas, boolean replicasBringModels, boolean runsPods) {}
