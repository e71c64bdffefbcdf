package io.gantry.registry.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The type that weights are kept in.
enum Dtype {
    FP32(32, "float32", "float"),
    BF16(16, "bfloat16"),
    FP16(16, "float16", "half"),
    FP8(8, "fp8_e4m3", "float8_e4m3fn"),
    INT8(8),
    INT4(4);

    private final int bits;
    private final List<String> otherNames;

    Dtype(int bits, String... otherNames) {
        this.bits = bits;
        this.otherNames = List.of(otherNames);
    }

    /// By the name of this enum or as PyTorch and vLLM write it, with or without `torch.`.
    static Optional<Dtype> of(String text) {
        String name = text.toLowerCase(Locale.ROOT).replaceFirst("^torch\\.", "");
        return Arrays.stream(values())
                .filter(dtype -> dtype.word().equals(name) || dtype.otherNames.contains(name))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Dtype::word).collect(Collectors.joining(", "));
    }

    int bits() {
        return bits;
    }

    /// As vLLM's `--dtype` takes it.
    String vllmName() {
        return otherNames.isEmpty() ? word() : otherNames.getFirst();
    }

    /// Whether computing is done in this type, too.
    boolean computes() {
        return bits >= 16;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
