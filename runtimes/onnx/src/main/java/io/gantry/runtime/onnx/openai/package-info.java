/// OpenAI's embeddings API.
///
/// Lives here: `/v1/embeddings` (and `/openai/v1/embeddings`, KServe's address for it). May not
/// enter: any other protocol, or what a model computes.
@NullMarked
package io.gantry.runtime.onnx.openai;

import org.jspecify.annotations.NullMarked;
