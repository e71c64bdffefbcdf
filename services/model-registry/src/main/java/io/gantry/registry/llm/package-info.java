/// LLMInferenceServices: what one makes together with the configs that it names, which is a
/// predictor of a revision, and when that has to be made anew (ADR 34).
///
/// May not enter: HTTP, what other services observe, objects of a cluster.
@NullMarked
package io.gantry.registry.llm;

import org.jspecify.annotations.NullMarked;
