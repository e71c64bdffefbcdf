package io.gantry.runtime.onnx.serve;

import io.gantry.runtime.onnx.OnnxConfig;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// KServe's three histograms of a request's stages, with its buckets, and this server's own
/// figures.
@ApplicationScoped
public class ServingMetrics {

    /// The default buckets of Prometheus' Python client, which KServe's server uses.
    private static final Duration[] BUCKETS =
            Arrays.stream(
                            new long[] {
                                5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000
                            })
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Timer preprocess;
    private final Timer predict;
    private final Timer postprocess;
    private final Timer load;
    private final DistributionSummary batch;

    ServingMetrics(MeterRegistry registry, OnnxConfig config) {
        this.preprocess = stage(registry, config, "preprocess", "Reading a request");
        this.predict =
                stage(
                        registry,
                        config,
                        "predict",
                        "Waiting for a thread and computing the outputs");
        this.postprocess = stage(registry, config, "postprocess", "Writing a response");
        this.load =
                Timer.builder("gantry.onnx.load")
                        .description("Loading the model")
                        .tag("model_name", config.modelName())
                        .register(registry);
        this.batch =
                DistributionSummary.builder("gantry.onnx.batch.size")
                        .description("Rows or texts of a request")
                        .tag("model_name", config.modelName())
                        .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
                        .register(registry);
    }

    public <T> T preprocess(Supplier<T> stage) {
        return preprocess.record(stage);
    }

    public <T> T postprocess(Supplier<T> stage) {
        return postprocess.record(stage);
    }

    <T> T predict(int rows, Callable<T> stage) throws Exception {
        batch.record(rows);
        return predict.recordCallable(stage);
    }

    void loaded(Duration time) {
        load.record(time);
    }

    private static Timer stage(
            MeterRegistry registry, OnnxConfig config, String stage, String description) {
        return Timer.builder("request." + stage)
                .description(description)
                .tag("model_name", config.modelName())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
