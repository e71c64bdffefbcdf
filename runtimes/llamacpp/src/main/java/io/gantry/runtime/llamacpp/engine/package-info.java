/// llama.cpp, by its Java binding.
///
/// Lives here: loading a model, its tokens, its chat template, one generation. May not enter: HTTP,
/// and how many generations there may be at a time. Calls block in native code, so they are made
/// from platform threads.
@NullMarked
package io.gantry.runtime.llamacpp.engine;

import org.jspecify.annotations.NullMarked;
