/// What has happened to each model, newest last, as people want to read it.
///
/// Lives here: which events are news, the table that keeps them for a while, and the endpoint that
/// tells them, also as they come. May not enter: what follows from an event.
@NullMarked
package io.gantry.registry.timeline;

import org.jspecify.annotations.NullMarked;
