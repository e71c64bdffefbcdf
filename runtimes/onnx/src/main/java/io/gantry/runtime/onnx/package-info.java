/// A serving runtime for ONNX models on the CPU, with KServe's protocols and OpenAI's embeddings.
///
/// Lives here: the entry point, the command line's wiring and the one configuration mapping. May
/// not enter: any feature. Dependencies point one way: the protocols (`oip`, `v1`, `openai`) use
/// `serve`, which uses `text`, which uses `model`, which uses `tensor`.
@NullMarked
package io.gantry.runtime.onnx;

import org.jspecify.annotations.NullMarked;
