package io.gantry.runtime.onnx.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Splits texts into passes through the model.
final class Batches {

    private Batches() {}

    /// Indices of `texts`, of like length together so that little is padded, and never more in one
    /// pass than the limits allow (but always one).
    static List<List<Integer>> split(List<Tokens> texts, TextOptions.BatchLimits limits) {
        List<Integer> byLength =
                IntStream.range(0, texts.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> texts.get(i).length()))
                        .toList();
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        for (Integer index : byLength) {
            // Ascending, so this text's length is the padded length of the whole batch.
            int padded = (batch.size() + 1) * texts.get(index).length();
            if (!batch.isEmpty() && (batch.size() >= limits.texts() || padded > limits.tokens())) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(index);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
