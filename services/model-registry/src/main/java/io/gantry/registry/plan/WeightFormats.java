package io.gantry.registry.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.problem.Problem.FieldError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model's weights are kept in, by its config.json and the type that is asked for.
final class WeightFormats {

    private WeightFormats() {}

    /// @param asked null when the request names no type
    static Reading of(ObjectNode config, @Nullable Dtype asked) {
        Quantization.Reading read = Quantization.of(config);
        if (read.unknown().isPresent()) {
            return new Reading.Unknown(read.unknown().get());
        }
        return read.quantization()
                .map(quantization -> quantized(config, quantization, asked))
                .orElseGet(() -> new Reading.Known(plain(config, asked)));
    }

    private static Reading quantized(
            ObjectNode config, Quantization quantization, @Nullable Dtype asked) {
        if (asked != null && !asked.computes()) {
            return new Reading.Refused(
                    new FieldError(
                            "dtype",
                            "is %s and config.quantization_config says %s; leave dtype out"
                                    .formatted(asked.word(), quantization.name())));
        }
        return new Reading.Known(
                new WeightFormat(
                        Optional.of(quantization),
                        asked == null ? computedIn(config).orElse(Dtype.BF16) : asked,
                        WeightFormat.Source.QUANTIZATION_CONFIG,
                        asked));
    }

    private static WeightFormat plain(ObjectNode config, @Nullable Dtype asked) {
        Optional<Dtype> own = computedIn(config);
        if (asked != null) {
            return new WeightFormat(
                    Optional.of(asked).filter(it -> !it.computes()).map(Quantization::of),
                    asked.computes() ? asked : own.orElse(Dtype.BF16),
                    WeightFormat.Source.ASKED,
                    asked);
        }
        return new WeightFormat(
                Optional.empty(),
                own.orElse(Dtype.BF16),
                own.isPresent() ? WeightFormat.Source.CONFIG : WeightFormat.Source.ASSUMED,
                null);
    }

    /// Its newer name is `dtype`.
    private static Optional<Dtype> computedIn(ObjectNode config) {
        String text = config.path("dtype").asText(config.path("torch_dtype").asText());
        return Dtype.of(text).filter(Dtype::computes);
    }

    /// Whether the size of weights can be computed.
    sealed interface Reading {

        record Known(WeightFormat format) implements Reading {}

        record Unknown(FieldError why) implements Reading {}

        record Refused(FieldError error) implements Reading {}
    }
}
