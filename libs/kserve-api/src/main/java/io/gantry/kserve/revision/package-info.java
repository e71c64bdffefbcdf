/// What makes a new revision of an InferenceService, and how its traffic is divided.
///
/// Lives here: the fingerprint of what runs ([io.gantry.kserve.revision.RevisionFingerprint]) and
/// the reading of the three ways in which a manifest asks for a canary
/// ([io.gantry.kserve.revision.TrafficPlan]). Pure; who keeps revisions is the registry. May not
/// enter: I/O, clocks, Quarkus.
@NullMarked
package io.gantry.kserve.revision;

import org.jspecify.annotations.NullMarked;
