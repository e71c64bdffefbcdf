/// The Open Inference Protocol (KServe V2) over REST, with its binary tensor data extension.
///
/// Lives here: the `/v2` paths, reading infer requests and writing infer responses. May not enter:
/// any other protocol, or what a model computes.
@NullMarked
package io.gantry.runtime.onnx.oip;

import org.jspecify.annotations.NullMarked;
