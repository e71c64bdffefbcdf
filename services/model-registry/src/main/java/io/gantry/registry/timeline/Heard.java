package io.gantry.registry.timeline;

import io.gantry.events.Event;
import java.time.Instant;

/// An event as it was heard.
///
/// @param id the event's `ce_id`
/// @param at when it was written
record Heard(String id, Instant at, Event event) {}
