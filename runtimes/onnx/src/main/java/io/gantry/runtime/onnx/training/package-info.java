/// The training run for the JDK's ahead-of-time cache: a server that asks itself what clients
/// would.
///
/// Lives here: those requests. May not enter: anything a serving process needs; without the setting
/// `gantry.onnx.training` nothing here does anything.
@NullMarked
package io.gantry.runtime.onnx.training;

import org.jspecify.annotations.NullMarked;
