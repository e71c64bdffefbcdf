/// From an LLMInferenceService to the objects that a cluster needs for it.
///
/// Lives here: what KServe's controller for LLMInferenceServices would make but for routing, which
/// is the proxy's, as pure functions; [io.gantry.kube.render.llm.LlmRenderer] is the way in. Specs
/// are JSON trees until the end, as in `io.gantry.kserve.llm`. May not enter: I/O, a client, what
/// pods of InferenceServices need too (it is in the package above).
@NullMarked
package io.gantry.kube.render.llm;

import org.jspecify.annotations.NullMarked;
