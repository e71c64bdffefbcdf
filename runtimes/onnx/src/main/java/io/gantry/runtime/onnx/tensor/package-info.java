/// Tensors as the Open Inference Protocol sees them: datatypes, shapes, values, JSON and binary
/// form.
///
/// Lives here: pure values and their parsing and formatting. May not enter: ONNX Runtime, JAX-RS,
/// CDI. Invariant: a tensor's shape and number of values always agree, and numbers are kept as the
/// little-endian bytes that both the wire and ONNX Runtime use, so that nothing is boxed.
@NullMarked
package io.gantry.runtime.onnx.tensor;

import org.jspecify.annotations.NullMarked;
