/// The one door to what Gantry says about any of KServe's kinds: rules, warnings and defaults, by
/// apiVersion and kind, over JSON trees.
///
/// Lives here: [io.gantry.kserve.rules.ResourceRules], which a registry calls, and the rules of the
/// kinds that need few. Rules about InferenceServices and runtimes are in `validate` and
/// `defaults`, those about LLMInferenceServices in `llm`. May not enter: I/O (what else is stored
/// is handed in), and what the schema of a CRD says already, unless KServe's webhook says it too.
@NullMarked
package io.gantry.kserve.rules;

import org.jspecify.annotations.NullMarked;
