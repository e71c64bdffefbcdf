/// From an LLMInferenceService as it was written to one as it is to run: its preset, the configs
/// that it names and its own spec, merged, with the templates filled in.
///
/// [io.gantry.kserve.combine.Combination] is the way in. Pure functions of JSON trees. May not
/// enter: objects of a cluster, where to look configs up.
@NullMarked
package io.gantry.kserve.combine;

import org.jspecify.annotations.NullMarked;
