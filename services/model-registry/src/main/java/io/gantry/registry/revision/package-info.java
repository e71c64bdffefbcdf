/// Which revisions a spec makes, and which of those that exist it means.
///
/// Lives here: [io.gantry.registry.revision.RevisionPlan], a pure function of the manifest and the
/// service's history, and the artifacts that a predictor needs. May not enter: a database, clocks,
/// Quarkus.
@NullMarked
package io.gantry.registry.revision;

import org.jspecify.annotations.NullMarked;
