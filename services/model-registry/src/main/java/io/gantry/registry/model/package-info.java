/// The friendly HTTP API for people and pipelines: `/v1/models` with their revisions, and
/// `/v1/runtimes`.
///
/// Lives here: the resources, the records of their requests and answers, and how a request becomes
/// an InferenceService. Errors are problem+json. May not enter: the database.
@NullMarked
package io.gantry.registry.model;

import org.jspecify.annotations.NullMarked;
