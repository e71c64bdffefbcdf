package io.gantry.registry.resource;

import java.time.Instant;
import java.util.UUID;

/// What the registry gives a resource, and nobody else may set.
public record Identity(UUID uid, long generation, long resourceVersion, Instant createdAt) {}
