/// Models that read text: tokenising it, running it in batches, pooling the result into embeddings.
///
/// Lives here: the tokenizer, the pooling rules and where a model says which one is its own
/// (sentence-transformers' files). May not enter: protocols, CDI. Invariant: batches are padded on
/// the right, so a text's tokens are always the first of its row.
@NullMarked
package io.gantry.runtime.onnx.text;

import org.jspecify.annotations.NullMarked;
