package io.gantry.runtime.onnx.text;

import io.gantry.runtime.onnx.tensor.DataType;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// The vectors of some texts, in their order.
public record Embeddings(List<float[]> vectors) {

    public Embeddings {
        vectors = List.copyOf(vectors);
    }

    public int width() {
        return vectors.isEmpty() ? 0 : vectors.getFirst().length;
    }

    /// The first dimensions, scaled to length 1 again.
    public Embeddings shortened(int dimensions) {
        return new Embeddings(
                vectors.stream()
                        .map(vector -> Pooling.normalize(Arrays.copyOf(vector, dimensions)))
                        .toList());
    }

    /// The little-endian bytes of one vector.
    public static ByteBuffer bytes(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes;
    }

    /// All vectors as one tensor of FP32 [texts, dimensions].
    public Tensor tensor(String name) {
        int width = width();
        ByteBuffer values =
                ByteBuffer.allocate(vectors.size() * width * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        vectors.forEach(vector -> values.put(bytes(vector)));
        return new Tensor.Numeric(
                name, DataType.FP32, Shape.of(vectors.size(), width), values.flip());
    }
}
