package io.gantry.runtime.onnx.tensor;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A named tensor with its values in row-major order.
public sealed interface Tensor {

    String name();

    DataType datatype();

    Shape shape();

    /// The number of values really there.
    int size();

    /// The same values under another name.
    Tensor named(String name);

    /// Numbers or booleans. The buffer is little-endian from 0 to its limit, and only read.
    record Numeric(String name, DataType datatype, Shape shape, ByteBuffer values)
            implements Tensor {

        public Numeric {
            values = values.slice().order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public int size() {
            return values.limit() / datatype.bytes();
        }

        @Override
        public Tensor named(String other) {
            return new Numeric(other, datatype, shape, values);
        }
    }

    /// Strings, which the protocol calls BYTES.
    record Text(String name, Shape shape, List<String> values) implements Tensor {

        public Text {
            values = List.copyOf(values);
        }

        @Override
        public DataType datatype() {
            return DataType.BYTES;
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public Tensor named(String other) {
            return new Text(other, shape, values);
        }
    }

    /// Refuses a tensor whose shape does not hold as many values as there are.
    static Tensor checked(Tensor tensor) {
        long wanted;
        try {
            wanted = tensor.shape().elements();
        } catch (ArithmeticException impossible) {
            throw badInput(
                    "Input \"%s\" has the shape %s, which no tensor can have (%s)."
                            .formatted(tensor.name(), tensor.shape(), impossible.getMessage()));
        }
        if (wanted != tensor.size()) {
            throw badInput(
                    "Input \"%s\" has the shape %s, that is %d values, but its data has %d."
                            .formatted(tensor.name(), tensor.shape(), wanted, tensor.size()));
        }
        return tensor;
    }
}
