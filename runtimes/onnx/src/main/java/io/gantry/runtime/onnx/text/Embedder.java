package io.gantry.runtime.onnx.text;

import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Turns one output of a model into embeddings.
///
/// @param output the output that holds a vector a token (rank 3) or a text (rank 2)
record Embedder(TensorSpec output, Pooling pooling, boolean normalize) {

    /// The outputs that exporters give sentence vectors and token vectors, best first.
    private static final List<String> KNOWN =
            List.of("sentence_embedding", "last_hidden_state", "token_embeddings");

    /// Picks the output with embeddings; empty for a model that has none, such as a classifier.
    static Optional<Embedder> of(List<TensorSpec> outputs, TextRule rule) {
        return outputs.stream()
                .filter(output -> output.datatype().isFloating())
                .filter(output -> KNOWN.contains(output.name()) || output.shape().rank() == 3)
                .filter(output -> output.shape().rank() == 2 || output.shape().rank() == 3)
                .filter(output -> !output.name().equals("logits"))
                .min(Comparator.comparingInt(Embedder::preference))
                .map(output -> new Embedder(output, rule.pooling(), rule.normalize()));
    }

    private static int preference(TensorSpec output) {
        int known = KNOWN.indexOf(output.name());
        return known < 0 ? KNOWN.size() : known;
    }

    /// The declared size of an embedding, -1 when the model leaves it open.
    long dimensions() {
        return output.shape().dimension(output.shape().rank() - 1);
    }

    /// The embedding of text `row` of a batch.
    float[] embedding(Tensor.Numeric batch, int row, Tokens tokens) {
        FloatRows rows = new FloatRows(batch);
        Shape shape = batch.shape();
        float[] vector =
                shape.rank() == 2
                        ? rows.row(row)
                        : pooling.pool(
                                rows, Math.toIntExact(row * shape.dimension(1)), tokens.length());
        return normalize ? Pooling.normalize(vector) : vector;
    }
}
