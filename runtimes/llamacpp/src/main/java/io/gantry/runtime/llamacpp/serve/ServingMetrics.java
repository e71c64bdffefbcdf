package io.gantry.runtime.llamacpp.serve;

import io.gantry.runtime.llamacpp.LlamaConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The figures of vLLM's that autoscalers and endpoint pickers read, under its names
/// (`vllm/v1/metrics/loggers.py`), with its labels and the buckets of its histograms.
@ApplicationScoped
public class ServingMetrics {

    private static final Duration[] FIRST_TOKEN =
            seconds(
                    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5,
                    7.5, 10, 20, 40, 80, 160, 640, 2560);
    private static final Duration[] FURTHER_TOKEN =
            seconds(
                    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5,
                    10, 20, 40, 80);
    private static final Duration[] REQUEST =
            seconds(
                    0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480,
                    960, 1920, 7680);

    private final MeterRegistry registry;
    private final Tags tags;
    private final InstantSource time = InstantSource.system();
    private final AtomicLong cached = new AtomicLong();
    private final AtomicLong capacity = new AtomicLong();
    private final Counter prompt;
    private final Counter generated;
    private final Timer first;
    private final Timer further;
    private final Timer queued;
    private final Timer whole;

    ServingMetrics(MeterRegistry registry, LlamaConfig config) {
        this.registry = registry;
        this.tags = Tags.of("model_name", config.modelName(), "engine", "0");
        this.prompt = counter("vllm:prompt_tokens", "Tokens of prompts that were read");
        this.generated = counter("vllm:generation_tokens", "Tokens that were generated");
        this.first =
                timer(
                        "vllm:time_to_first_token",
                        "From a request's arrival to the first token of its answer",
                        FIRST_TOKEN);
        this.further =
                timer("vllm:inter_token_latency", "From one token to the next", FURTHER_TOKEN);
        this.queued = timer("vllm:request_queue_time", "Waiting for a slot", REQUEST);
        this.whole =
                timer(
                        "vllm:e2e_request_latency",
                        "From a request's arrival to the end of its answer",
                        REQUEST);
        for (FinishReason reason : FinishReason.values()) {
            Counter _ = finished(reason);
        }
        gauge("vllm:kv_cache_usage_perc", "Share of the KV cache in use, 0 to 1", this::cacheShare);
    }

    void watch(Supplier<Number> running, Supplier<Number> waiting) {
        gauge("vllm:num_requests_running", "Answers that are being generated", running);
        gauge("vllm:num_requests_waiting", "Requests that wait for a slot", waiting);
    }

    /// @param tokens that the KV cache has room for
    void capacity(long tokens) {
        capacity.set(tokens);
    }

    RequestTimes begin(int promptTokens) {
        return new RequestTimes(this, time, promptTokens);
    }

    CacheUse cacheUse(int promptTokens) {
        return new CacheUse(cached, promptTokens);
    }

    void queued(Duration duration) {
        queued.record(duration);
    }

    void prompt(int tokens) {
        prompt.increment(tokens);
    }

    void first(Duration duration) {
        first.record(duration);
        generated.increment();
    }

    void further(Duration duration) {
        further.record(duration);
        generated.increment();
    }

    /// @param uncounted tokens beyond those that were told one by one
    void end(FinishReason reason, int uncounted, Duration duration) {
        generated.increment(Math.max(0, uncounted));
        finished(reason).increment();
        whole.record(duration);
    }

    private double cacheShare() {
        return capacity.get() == 0 ? 0 : Math.min(1, (double) cached.get() / capacity.get());
    }

    private Counter finished(FinishReason reason) {
        return Counter.builder("vllm:request_success")
                .description("Requests that have come to their end, by how")
                .tags(tags.and("finished_reason", reason.wireName()))
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).tags(tags).register(registry);
    }

    private Timer timer(String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] seconds(double... values) {
        return Arrays.stream(values)
                .mapToObj(each -> Duration.ofNanos((long) (each * 1e9)))
                .toArray(Duration[]::new);
    }
}
