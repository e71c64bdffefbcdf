package io.gantry.registry.revision;

import io.gantry.events.Revision;

/// A revision that did not exist before.
///
/// @param written what it is made of
public record Created(Revision revision, Written written) {}
