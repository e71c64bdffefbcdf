package io.gantry.runtime.onnx.tensor;

import java.util.Arrays;
import java.util.Optional;

/// A tensor datatype of the Open Inference Protocol.
public enum DataType {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    BYTES(0);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one value; 0 for [#BYTES], whose values vary in length.
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return switch (this) {
            case FP16, BF16, FP32, FP64 -> true;
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> false;
        };
    }

    public static Optional<DataType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
