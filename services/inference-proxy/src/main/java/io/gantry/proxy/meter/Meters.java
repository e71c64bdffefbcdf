package io.gantry.proxy.meter;

import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RevisionId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The meters of all revisions that had traffic.
@Singleton
public class Meters {

    private final RequestMetrics metrics;
    private final Map<RevisionId, RevisionMeter> meters = new ConcurrentHashMap<>();

    Meters(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    public RevisionMeter of(RevisionId revision) {
        RevisionMeter known = meters.get(revision);
        return known != null
                ? known
                : meters.computeIfAbsent(revision, id -> new RevisionMeter(id, metrics));
    }

    /// Counts a request that has ended.
    ///
    /// @param revision that it was for; null when it belongs to no model
    /// @param work whether it says something about how many replicas are needed
    public void ended(
            @Nullable RevisionId revision,
            boolean work,
            Protocol protocol,
            Outcome outcome,
            long nanos) {
        if (revision == null) {
            unrouted(protocol, outcome.code());
        } else if (work) {
            of(revision).worked(protocol, outcome, nanos);
        } else {
            of(revision).asked(protocol, outcome, nanos);
        }
    }

    /// Counts a request that belongs to no model.
    public void unrouted(Protocol protocol, int code) {
        metrics.countUnrouted(protocol, code);
    }

    /// A revision is gone; its meter goes when its last request has ended.
    public void retire(RevisionId revision) {
        RevisionMeter meter = meters.get(revision);
        if (meter != null) {
            meter.retire();
        }
    }

    Collection<RevisionMeter> all() {
        return meters.values();
    }

    void removeDone() {
        meters.values()
                .removeIf(meter -> {
                    if (meter.done()) {
                        meter.remove();
                        return true;
                    }
                    return false;
                });
    }
}
