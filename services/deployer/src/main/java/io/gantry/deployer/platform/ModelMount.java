package io.gantry.deployer.platform;

/// A model's files on the node and where the container expects them.
public record ModelMount(String mountPath, String path) {}
