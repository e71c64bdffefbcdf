/// The friendly HTTP API for people and pipelines: `/v1/models`.
///
/// Lives here: the resource, the records of its requests and answers, and how a request becomes an
/// InferenceService. Errors are problem+json. May not enter: the database.
@NullMarked
package io.gantry.registry.model;

import org.jspecify.annotations.NullMarked;
