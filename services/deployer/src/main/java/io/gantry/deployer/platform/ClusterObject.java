package io.gantry.deployer.platform;

/// What a service is in a cluster.
public record ClusterObject(String apiVersion, String kind, String uid) {}
