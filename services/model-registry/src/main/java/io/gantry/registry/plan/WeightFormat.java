package io.gantry.registry.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model's weights are kept in.
///
/// @param activations the type that is computed in, and that what is not quantized is kept in
/// @param asked the type that the request names; null when it names none
record WeightFormat(
        Optional<Quantization> quantization,
        Dtype activations,
        Source source,
        @Nullable Dtype asked) {

    String name() {
        return quantization.map(Quantization::name).orElse(activations.word());
    }

    long bytes(Parameters parameters) {
        return quantization
                .map(it -> Exact.sum(it.bytes(parameters.linear()), plain(parameters.kept())))
                .orElseGet(() -> plain(parameters.total()));
    }

    /// What a matrix's side must be a multiple of on each GPU; 1 for anything.
    long groupSize() {
        return quantization.map(Quantization::groupSize).filter(size -> size > 0).orElse(1L);
    }

    private long plain(long weights) {
        return Exact.product(weights, activations.bits() / 8);
    }

    /// Where the format is known from.
    enum Source {
        CONFIG("as config.json says"),
        QUANTIZATION_CONFIG("as config.json's quantization_config says"),
        ASSUMED("assumed, because config.json names none of fp32, bf16 and fp16"),
        ASKED("as asked for");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
