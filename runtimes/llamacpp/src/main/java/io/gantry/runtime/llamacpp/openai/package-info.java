/// OpenAI's API: chat completions, completions, models.
///
/// Lives here: how requests are read and refused, how answers are written, at once or as a stream.
/// May not enter: llama.cpp.
@NullMarked
package io.gantry.runtime.llamacpp.openai;

import org.jspecify.annotations.NullMarked;
