package io.gantry.loader.reconcile;

import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.FailureReason;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.outcome.LoadFailedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// Measures downloads and the cache; docs/metrics.md lists the names.
@ApplicationScoped
class LoadMetrics {

    private static final String EVICTIONS = "gantry.loader.evictions";

    /// Why a download can fail, to be counted from 0 on: an alert on the increase of a counter that
    /// begins at 1 does not see the first failure.
    private static final Set<FailureReason> REASONS =
            EnumSet.of(
                    FailureReason.STORAGE_NOT_FOUND,
                    FailureReason.STORAGE_ACCESS_DENIED,
                    FailureReason.STORAGE_UNREACHABLE,
                    FailureReason.STORAGE_URI_NOT_SUPPORTED,
                    FailureReason.STORAGE_CONTENT_REFUSED,
                    FailureReason.CHECKSUM_MISMATCH,
                    FailureReason.DISK_FULL,
                    FailureReason.CACHE_UNUSABLE,
                    FailureReason.UNKNOWN);

    private final MeterRegistry registry;
    private final ArtifactCache cache;

    LoadMetrics(MeterRegistry registry, ArtifactCache cache) {
        this.registry = registry;
        this.cache = cache;
        REASONS.forEach(this::failures);
        registry.counter(EVICTIONS);
    }

    /// Registers the gauges.
    void watch(Supplier<List<ArtifactEvent>> states) {
        gauge(
                "gantry.loader.downloads.active",
                "Downloads under way or waiting",
                () -> states.get().stream().filter(ArtifactProgressed.class::isInstance).count());
        gauge("gantry.loader.cache.artifacts", "Artifacts in the cache", () -> cache.all().size());
        gauge("gantry.loader.cache.bytes", "Bytes of the cached artifacts", this::cachedBytes);
        gauge("gantry.loader.cache.free.bytes", "Bytes free on the cache's disk", this::free);
    }

    void loaded(Manifest manifest) {
        registry.timer("gantry.loader.download").record(Duration.ofMillis(manifest.millis()));
        registry.counter("gantry.loader.download.bytes").increment((double) manifest.bytes());
    }

    void failed(FailureReason reason) {
        failures(reason).increment();
    }

    void evicted() {
        registry.counter(EVICTIONS).increment();
    }

    private Counter failures(FailureReason reason) {
        String tag = reason.name().toLowerCase(Locale.ROOT);
        return registry.counter("gantry.loader.download.failures", "reason", tag);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private long cachedBytes() {
        return cache.all().stream().mapToLong(Manifest::bytes).sum();
    }

    private double free() {
        try {
            return cache.free();
        } catch (LoadFailedException e) {
            return Double.NaN;
        }
    }
}
