package io.gantry.deployer.platform;

import org.jspecify.annotations.Nullable;

/// What a service is to those who look at a cluster.
///
/// @param uid of the cluster's object; null where the cluster does not have it
public record ClusterObject(String apiVersion, String kind, @Nullable String uid) {}
