package io.gantry.registry.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The type that weights are kept in.
enum Dtype {
    FP32(32, "float32"),
    BF16(16, "bfloat16"),
    FP16(16, "float16"),
    FP8(8, "float8_e4m3fn"),
    INT8(8, "int8"),
    INT4(4, "int4");

    private final int bits;
    private final String longName;

    Dtype(int bits, String longName) {
        this.bits = bits;
        this.longName = longName;
    }

    /// By the name of this enum, or as PyTorch and vLLM write it.
    static Optional<Dtype> of(String text) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.word().equals(text) || dtype.longName.equals(text))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Dtype::word).collect(Collectors.joining(", "));
    }

    int bits() {
        return bits;
    }

    /// As PyTorch and vLLM write it.
    String longName() {
        return longName;
    }

    /// Whether computing is done in this type, too.
    boolean computes() {
        return bits >= 16;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
