/// Model files as they are on the disk.
///
/// Lives here: which file of a directory is the model, and what its header says. May not enter:
/// llama.cpp.
@NullMarked
package io.gantry.runtime.llamacpp.gguf;

import org.jspecify.annotations.NullMarked;
