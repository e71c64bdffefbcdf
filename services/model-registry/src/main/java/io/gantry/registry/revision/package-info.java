/// Which revisions a spec makes, which of those that exist it means, and how to get from one to
/// another.
///
/// Lives here: [io.gantry.registry.revision.RevisionPlan] and
/// [io.gantry.registry.revision.Rollout], pure functions of the manifest and the service's history,
/// what tells two revisions apart, and the artifacts that a predictor needs. May not enter: a
/// database, clocks, Quarkus.
@NullMarked
package io.gantry.registry.revision;

import org.jspecify.annotations.NullMarked;
