/// What is observed of each InferenceService, in KServe's words, and when statuses of any kind are
/// written.
///
/// Lives here: what the loader, the deployer and the monitor said last, kept in memory; the pure
/// function that makes a status of it; and the one writer that stores it for clients and watches.
/// Every instance reads the topics whole, so every instance says the same. May not enter: HTTP, and
/// any wish to change something but the status.
@NullMarked
package io.gantry.registry.status;

import org.jspecify.annotations.NullMarked;
