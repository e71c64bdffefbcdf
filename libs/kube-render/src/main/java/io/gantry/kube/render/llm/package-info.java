/// From an LLMInferenceService to the objects that a cluster needs for it.
///
/// Lives here: what KServe's controller for LLMInferenceServices would make but for routing, which
/// is the proxy's, as pure functions; [io.gantry.kube.render.llm.LlmRenderer] is the way in. Specs
/// come merged from `io.gantry.kserve.combine`, as JSON trees. May not enter: I/O, a client, what
/// pods of InferenceServices need too (it is in the package above).
@NullMarked
package io.gantry.kube.render.llm;

import org.jspecify.annotations.NullMarked;
