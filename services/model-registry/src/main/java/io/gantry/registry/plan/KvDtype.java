package io.gantry.registry.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The type of the KV cache, by vLLM's names.
enum KvDtype {
    /// That of the activations.
    AUTO(0),
    FP8(1),
    FP8_E4M3(1),
    FP8_E5M2(1),
    BFLOAT16(2),
    FLOAT16(2);

    private final int bytes;

    KvDtype(int bytes) {
        this.bytes = bytes;
    }

    static Optional<KvDtype> of(String text) {
        return Arrays.stream(values()).filter(dtype -> dtype.word().equals(text)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(KvDtype::word).collect(Collectors.joining(", "));
    }

    /// @param activations the type that is computed in
    int bytes(Dtype activations) {
        return this == AUTO ? activations.bits() / 8 : bytes;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
