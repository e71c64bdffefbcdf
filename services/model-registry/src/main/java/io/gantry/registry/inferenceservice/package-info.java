/// InferenceServices: what a change of one makes, which is revisions and an event, and the typed
/// way to them for HTTP and Kafka alike.
///
/// What is answered are outcomes, not exceptions. May not enter: HTTP, and what other services
/// observe.
@NullMarked
package io.gantry.registry.inferenceservice;

import org.jspecify.annotations.NullMarked;
