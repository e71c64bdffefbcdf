/// What is observed of each InferenceService, in KServe's words.
///
/// Lives here: what the loader, the deployer and the monitor said last, kept in memory, and the
/// pure function that makes a status of it. Every instance reads the topics whole, so every
/// instance says the same. May not enter: the database, HTTP, and any wish to change something.
@NullMarked
package io.gantry.registry.status;

import org.jspecify.annotations.NullMarked;
