/// The desired state of every InferenceService: the database's rows and the rules of changing them.
///
/// [io.gantry.registry.inferenceservice.InferenceServices] is the one way in, for HTTP and Kafka
/// alike; what it answers are outcomes, not exceptions. A change, its revisions and its event are
/// one transaction. May not enter: HTTP, and what other services observe.
@NullMarked
package io.gantry.registry.inferenceservice;

import org.jspecify.annotations.NullMarked;
