package io.gantry.kube.render;

import org.jspecify.annotations.Nullable;

/// A model's files as the loader knows them.
///
/// @param id under which the node's cache has them
/// @param sha256 the expected digest, as in `libs/events`; null for none
public record Artifact(String storageUri, String id, @Nullable String sha256) {}
