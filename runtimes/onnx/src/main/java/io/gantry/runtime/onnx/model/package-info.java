/// One ONNX model: its files, its declaration, and running it.
///
/// Lives here: finding a model's files in a directory, [io.gantry.runtime.onnx.model.OnnxModel]
/// around an ONNX Runtime session, and what can be wrong with a model. Owns all use of ONNX
/// Runtime. May not enter: HTTP, CDI, and what a model's numbers mean (texts and embeddings are the
/// package `text`).
@NullMarked
package io.gantry.runtime.onnx.model;

import org.jspecify.annotations.NullMarked;
