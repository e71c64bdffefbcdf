package io.gantry.monitor.scrape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;

/// What one replica said at one time, under vLLM's names, and the metrics that its service names.
///
/// @param llm empty for a replica that is no language model's
/// @param named of the metrics that are named, by their names, those that the replica has
record ReplicaFigures(Optional<Llm> llm, Map<String, Double> named) {

    private static final String RUNNING = "vllm:num_requests_running";
    private static final String WAITING = "vllm:num_requests_waiting";
    private static final String KV = "vllm:kv_cache_usage_perc";

    /// vLLM's former name.
    private static final String KV_FORMERLY = "vllm:gpu_cache_usage_perc";

    private static final String PROMPT = "vllm:prompt_tokens_total";
    private static final String GENERATED = "vllm:generation_tokens_total";
    private static final String TTFT_SUM = "vllm:time_to_first_token_seconds_sum";
    private static final String TTFT_COUNT = "vllm:time_to_first_token_seconds_count";
    private static final String CACHE_HITS = "vllm:prefix_cache_hits_total";

    /// vLLM's former name.
    private static final String CACHE_HITS_FORMERLY = "vllm:gpu_prefix_cache_hits_total";

    private static final Set<String> NAMES =
            Set.of(
                    RUNNING,
                    WAITING,
                    KV,
                    KV_FORMERLY,
                    PROMPT,
                    GENERATED,
                    TTFT_SUM,
                    TTFT_COUNT,
                    CACHE_HITS,
                    CACHE_HITS_FORMERLY);

    ReplicaFigures {
        named = Map.copyOf(named);
    }

    /// @param kvUse of the fullest cache, where the replica has several, 0 to 1
    /// @param tokens read or generated since the replica's start
    /// @param firstTokens requests that got their first token since then
    /// @param firstTokenSeconds that these waited for it, summed
    /// @param cacheHits tokens of prompts that were found in the prefix cache since then
    record Llm(
            double running,
            double waiting,
            double kvUse,
            double tokens,
            double firstTokens,
            double firstTokenSeconds,
            double cacheHits) {

        double underWay() {
            return running + waiting;
        }
    }

    /// True when there is something to scale by.
    boolean useful() {
        return llm.isPresent() || !named.isEmpty();
    }

    static ReplicaFigures of(String text, Set<String> names) {
        List<MetricSample> samples =
                MetricsText.parse(text, name -> NAMES.contains(name) || names.contains(name))
                        .samples()
                        .stream()
                        .filter(sample -> Double.isFinite(sample.value()))
                        .toList();
        Map<String, Double> named = new HashMap<>();
        names.forEach(name -> sum(samples, name).ifPresent(value -> named.put(name, value)));
        return new ReplicaFigures(llm(samples), named);
    }

    /// A language model's where it counts requests that run and wait; what else is missing is zero,
    /// because it may not have happened yet.
    private static Optional<Llm> llm(List<MetricSample> samples) {
        OptionalDouble running = sum(samples, RUNNING);
        OptionalDouble waiting = sum(samples, WAITING);
        if (running.isEmpty() || waiting.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Llm(
                        running.getAsDouble(),
                        waiting.getAsDouble(),
                        DoubleStream.concat(values(samples, KV), values(samples, KV_FORMERLY))
                                .max()
                                .orElse(0),
                        sum(samples, PROMPT).orElse(0) + sum(samples, GENERATED).orElse(0),
                        sum(samples, TTFT_COUNT).orElse(0),
                        sum(samples, TTFT_SUM).orElse(0),
                        DoubleStream.concat(
                                        values(samples, CACHE_HITS),
                                        values(samples, CACHE_HITS_FORMERLY))
                                .sum()));
    }

    private static OptionalDouble sum(List<MetricSample> samples, String name) {
        double[] values = values(samples, name).toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(DoubleStream.of(values).sum());
    }

    private static DoubleStream values(List<MetricSample> samples, String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(MetricSample::value);
    }
}
