package io.gantry.monitor.scale;

import io.gantry.autoscale.knative.KpaSpec;
import io.gantry.autoscale.llm.LlmMetric;
import io.gantry.autoscale.llm.LlmSpec;
import io.gantry.events.Endpoint;
import io.gantry.monitor.MonitorConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Which figures of a language model a revision is scaled by, and where its replicas tell their
/// metrics.
///
/// @param llm what may ask for more replicas of a language model; empty when the revision is not
///   scaled as one
/// @param target of the metric that is named, for each replica: milliseconds to the first token,
///   tokens a second, percent of the KV cache, or waiting requests
/// @param defaults for language models
/// @param path of the metrics on a replica, as the service says; empty for what the pod says, or
///   `/metrics`
/// @param port of the metrics in a pod, as the service says; empty for what the pod says, or the
///   one that takes requests
record PodMetrics(
        Set<LlmMetric> llm,
        OptionalDouble target,
        Optional<String> path,
        OptionalInt port,
        LlmDefaults defaults) {

    private static final double PERCENT = 100;

    /// KServe's default, and that of all runtimes it ships.
    private static final String PATH = "/metrics";

    PodMetrics {
        llm = Set.copyOf(llm);
    }

    /// Where a replica tells them. Ports of a process of this machine are not the manifest's, so
    /// there it is the one that takes requests.
    URI address(Endpoint endpoint) {
        boolean ofThisMachine =
                endpoint.host().equals("localhost") || endpoint.host().startsWith("127.");
        String host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
        String told = ofThisMachine || endpoint.metrics() == null ? "" : endpoint.metrics();
        int slash = Math.max(0, told.indexOf('/'));
        int usual = slash == 0 ? endpoint.port() : Integer.parseInt(told.substring(0, slash));
        return URI.create(
                "http://%s:%d%s"
                        .formatted(
                                host,
                                ofThisMachine ? endpoint.port() : port.orElse(usual),
                                path.orElse(slash == 0 ? PATH : told.substring(slash))));
    }

    /// How a language model is to be scaled.
    ///
    /// @param coldStart as it was measured; empty when it never was
    LlmSpec spec(KpaSpec kpa, Optional<Duration> coldStart) {
        OptionalDouble millis = targetOf(LlmMetric.TTFT);
        OptionalDouble percent = targetOf(LlmMetric.KV);
        return new LlmSpec(
                llm,
                millis.isPresent()
                        ? Duration.ofMillis((long) millis.getAsDouble())
                        : defaults.firstToken(),
                percent.isPresent() ? percent.getAsDouble() / PERCENT : defaults.kvUse(),
                targetOf(LlmMetric.TOKENS),
                targetOf(LlmMetric.QUEUE),
                coldStart(coldStart),
                kpa.maxScaleUpRate(),
                kpa.maxScaleDownRate());
    }

    /// How long a replica takes until it is ready.
    ///
    /// @param measured empty when it never was
    Duration coldStart(Optional<Duration> measured) {
        return measured.orElse(defaults.coldStart());
    }

    private OptionalDouble targetOf(LlmMetric metric) {
        return llm.equals(Set.of(metric)) ? target : OptionalDouble.empty();
    }

    /// What counts for language models that say nothing else.
    ///
    /// @param enabled whether they are scaled as such by themselves
    /// @param firstToken time to first token to be kept
    /// @param kvUse part of a KV cache that may be in use
    /// @param coldStart of models that none was measured of
    record LlmDefaults(boolean enabled, Duration firstToken, double kvUse, Duration coldStart) {

        static LlmDefaults of(MonitorConfig.Llm config) {
            return new LlmDefaults(
                    config.enabled(),
                    config.timeToFirstToken(),
                    config.kvCacheUsagePercentage() / PERCENT,
                    config.coldStart());
        }
    }
}
