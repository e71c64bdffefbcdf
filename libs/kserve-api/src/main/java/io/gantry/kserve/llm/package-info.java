/// What is said about LLMInferenceServices and their configs: rules, defaults, merging, and the
/// conversion between `v1alpha1` and `v1alpha2`, which is the one that is stored.
///
/// They are JSON trees here, not records: of their thousands of fields (pod templates, routes) the
/// rules read a few dozen, and all others have to survive unchanged. May not enter: I/O, and what
/// the schema of the CRD says already, unless KServe's webhook says it too.
@NullMarked
package io.gantry.kserve.llm;

import org.jspecify.annotations.NullMarked;
