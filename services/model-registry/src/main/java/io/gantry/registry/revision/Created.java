package io.gantry.registry.revision;

import io.gantry.events.Revision;

/// A revision that did not exist before.
///
/// @param fingerprint what it runs; two revisions that run the same have the same
public record Created(Revision revision, String fingerprint) {}
