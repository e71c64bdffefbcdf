package io.gantry.runtime.onnx.tensor;

import java.util.ArrayList;
import java.util.List;

/// Learns the shape of nested JSON arrays as they are read, and notices when they are ragged.
final class Nesting {

    private static final long UNKNOWN = -1;

    private final List<Long> lengths = new ArrayList<>();
    private int valueDepth = -1;
    private boolean ragged;

    void open(int depth) {
        if (depth == lengths.size()) {
            lengths.add(UNKNOWN);
        }
    }

    void close(int depth, long count) {
        long before = lengths.set(depth, count);
        ragged |= before != UNKNOWN && before != count;
    }

    void value(int depth) {
        ragged |= valueDepth >= 0 && valueDepth != depth;
        valueDepth = depth;
    }

    boolean isRagged() {
        return ragged || (valueDepth >= 0 && valueDepth != lengths.size());
    }

    Shape shape() {
        return new Shape(lengths);
    }
}
