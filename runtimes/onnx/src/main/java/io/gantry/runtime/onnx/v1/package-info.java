/// KServe's V1 protocol: `:predict` with instances, and the list of models that OpenAI clients
/// share.
///
/// Lives here: the `/v1/models` paths. May not enter: any other protocol, or what a model computes.
@NullMarked
package io.gantry.runtime.onnx.v1;

import org.jspecify.annotations.NullMarked;
