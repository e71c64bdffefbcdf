/// A serving runtime for language models in GGUF on the CPU, with OpenAI's API.
///
/// Lives here: the entry point, its arguments and the one configuration mapping. May not enter: any
/// feature. Dependencies point one way: `openai` uses `serve`, which uses `engine`, which uses
/// `gguf`.
@NullMarked
package io.gantry.runtime.llamacpp;

import org.jspecify.annotations.NullMarked;
