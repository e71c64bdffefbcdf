package io.gantry.runtime.onnx.text;

import io.gantry.runtime.onnx.model.Inputs;
import io.gantry.runtime.onnx.tensor.DataType;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;

/// The inputs through which a transformer takes its tokens.
record TokenInputs(List<TensorSpec> inputs, long padding) {

    static final String IDS = "input_ids";
    private static final Set<String> KNOWN =
            Set.of(IDS, "attention_mask", "token_type_ids", "position_ids");

    /// Whether a model takes tokens and nothing but what follows from them.
    static boolean fit(List<TensorSpec> inputs) {
        return Inputs.find(inputs, IDS).isPresent()
                && inputs.stream()
                        .allMatch(input ->
                                KNOWN.contains(input.name())
                                        && input.shape().rank() == 2
                                        && (input.datatype() == DataType.INT64
                                                || input.datatype() == DataType.INT32));
    }

    /// How many texts a pass must have, or -1 when that is free.
    long fixedTexts() {
        return declared(0);
    }

    /// How many tokens a row must have, or -1 when that is free.
    long fixedLength() {
        return declared(1);
    }

    /// The texts as one batch, each padded on the right to the length of the longest. A model with
    /// a fixed number of rows gets the last text again until there are enough.
    List<Tensor> tensors(List<Tokens> texts) {
        int longest = texts.stream().mapToInt(Tokens::length).max().orElse(0);
        int length = Math.toIntExact(Math.max(longest, fixedLength()));
        int rows = Math.toIntExact(Math.max(texts.size(), fixedTexts()));
        return inputs.stream().<Tensor>map(input -> tensor(input, texts, rows, length)).toList();
    }

    private Tensor.Numeric tensor(TensorSpec input, List<Tokens> texts, int rows, int length) {
        ByteBuffer values =
                ByteBuffer.allocate(
                                Math.multiplyExact(
                                        Math.multiplyExact(rows, length), input.datatype().bytes()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            Tokens tokens = texts.get(Math.min(row, texts.size() - 1));
            for (int i = 0; i < length; i++) {
                long value = value(input.name(), tokens, i);
                if (input.datatype() == DataType.INT64) {
                    values.putLong(value);
                } else {
                    values.putInt((int) value);
                }
            }
        }
        return new Tensor.Numeric(
                input.name(), input.datatype(), Shape.of(rows, length), values.flip());
    }

    private long value(String input, Tokens tokens, int position) {
        boolean padded = position >= tokens.length();
        return switch (input) {
            case IDS -> padded ? padding : tokens.id(position);
            case "attention_mask" -> padded ? 0 : 1;
            case "token_type_ids" -> padded ? 0 : tokens.type(position);
            default -> position;
        };
    }

    private long declared(int dimension) {
        return Inputs.find(inputs, IDS).orElseThrow().shape().dimension(dimension);
    }
}
