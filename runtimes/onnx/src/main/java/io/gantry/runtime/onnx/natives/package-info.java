/// The native code of ONNX Runtime and of the tokenizer, unpacked once and shared by every start.
///
/// Lives here: where those files go, and the switches that keep both libraries off the network. May
/// not enter: any use of the libraries. Invariant: a file in the cache is complete, because it is
/// moved there whole.
@NullMarked
package io.gantry.runtime.onnx.natives;

import org.jspecify.annotations.NullMarked;
