package io.gantry.runtime.onnx.tensor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers of one datatype, appended one by one. It grows with the data and never with a claimed
/// shape, so that a small request cannot reserve much memory.
final class Values {

    private final DataType datatype;
    private ByteBuffer bytes = empty(256);

    Values(DataType datatype) {
        this.datatype = datatype;
    }

    /// A whole number; false when the datatype cannot hold it.
    boolean add(long value) {
        room();
        switch (datatype) {
            case BOOL, UINT8, INT8 -> bytes.put((byte) value);
            case UINT16, INT16 -> bytes.putShort((short) value);
            case UINT32, INT32 -> bytes.putInt((int) value);
            case UINT64, INT64 -> bytes.putLong(value);
            case FP16, BF16, FP32, FP64 -> {
                return add((double) value);
            }
            case BYTES -> {
                return false;
            }
        }
        return fits(value);
    }

    /// A fraction; false when the datatype has none.
    boolean add(double value) {
        room();
        switch (datatype) {
            case FP16 -> bytes.putShort(Float.floatToFloat16((float) value));
            case BF16 -> bytes.putShort(toBfloat16((float) value));
            case FP32 -> bytes.putFloat((float) value);
            case FP64 -> bytes.putDouble(value);
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> {
                return false;
            }
        }
        return true;
    }

    /// A whole number beyond 64 signed bits, which only UINT64 and the floating types can hold.
    boolean add(BigInteger value) {
        if (datatype.isFloating()) {
            return add(value.doubleValue());
        }
        if (datatype != DataType.UINT64 || value.signum() < 0 || value.bitLength() > Long.SIZE) {
            return false;
        }
        room();
        bytes.putLong(value.longValue());
        return true;
    }

    ByteBuffer finish() {
        return bytes.flip();
    }

    private boolean fits(long value) {
        return switch (datatype) {
            case BOOL -> value == 0 || value == 1;
            case INT8, INT16, INT32 -> {
                int bits = datatype.bytes() * 8 - 1;
                yield value >= -(1L << bits) && value < 1L << bits;
            }
            case UINT8, UINT16, UINT32 -> value >= 0 && value < 1L << (datatype.bytes() * 8);
            case UINT64 -> value >= 0;
            case INT64, FP16, BF16, FP32, FP64 -> true;
            case BYTES -> false;
        };
    }

    private void room() {
        if (bytes.remaining() < Long.BYTES) {
            bytes = empty(Math.multiplyExact(bytes.capacity(), 2)).put(bytes.flip());
        }
    }

    private static ByteBuffer empty(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Rounds to nearest even, as ONNX does; a NaN stays one.
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    static float fromBfloat16(short value) {
        return Float.intBitsToFloat(value << 16);
    }
}
