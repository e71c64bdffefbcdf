package io.gantry.loader.peer;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/// Measures what goes between loaders; docs/metrics.md lists the names.
@Singleton
class PeerMetrics {

    private final MeterRegistry registry;

    PeerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void fromPeer(int bytes) {
        received("peer", bytes);
    }

    void fromSource(int bytes) {
        received("source", bytes);
    }

    void sent(long bytes) {
        registry.counter("gantry.loader.peer.sent.bytes").increment((double) bytes);
    }

    void refused(PeerAnswer.Refusal refusal) {
        String reason = refusal.name().toLowerCase(Locale.ROOT);
        registry.counter("gantry.loader.peer.refusals", "reason", reason).increment();
    }

    private void received(String from, int bytes) {
        registry.counter("gantry.loader.peer.received.bytes", "from", from).increment(bytes);
    }
}
