package io.gantry.runtime.onnx.text;

import io.gantry.runtime.onnx.tensor.Tensor;

/// A tensor of floating-point numbers as rows of its last dimension.
record FloatRows(Tensor.Numeric tensor) {

    int width() {
        return (int) tensor.shape().dimension(tensor.shape().rank() - 1);
    }

    float get(int row, int column) {
        int index = (row * width() + column) * tensor.datatype().bytes();
        return switch (tensor.datatype()) {
            case FP32 -> tensor.values().getFloat(index);
            case FP64 -> (float) tensor.values().getDouble(index);
            case FP16 -> Float.float16ToFloat(tensor.values().getShort(index));
            case BF16 -> Float.intBitsToFloat(tensor.values().getShort(index) << 16);
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES ->
                    throw new IllegalStateException(tensor.datatype() + " has no fractions");
        };
    }

    float[] row(int row) {
        float[] values = new float[width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(row, i);
        }
        return values;
    }
}
