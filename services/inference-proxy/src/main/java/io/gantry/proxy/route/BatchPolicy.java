package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/// How requests are put together for a predictor: KServe's `batcher` (`Batcher` in
/// `pkg/apis/serving/v1beta1/component.go`), with the defaults of its agent.
///
/// @param maxRows of a batch: instances of V1, the first dimension of V2's tensors
/// @param maxLatency how long the first request of a batch waits for others
public record BatchPolicy(int maxRows, Duration maxLatency) {

    private static final int MAX_ROWS = 32;
    private static final long MAX_LATENCY_MILLIS = 5_000;

    static Optional<BatchPolicy> of(JsonNode predictor) {
        JsonNode batcher = predictor.path("batcher");
        return batcher.isObject()
                ? Optional.of(
                        new BatchPolicy(
                                (int) positive(batcher.path("maxBatchSize"), MAX_ROWS),
                                Duration.ofMillis(
                                        positive(batcher.path("maxLatency"), MAX_LATENCY_MILLIS))))
                : Optional.empty();
    }

    private static long positive(JsonNode number, long byDefault) {
        long value = number.asLong(0);
        return value > 0 ? Math.min(value, Integer.MAX_VALUE) : byDefault;
    }
}
