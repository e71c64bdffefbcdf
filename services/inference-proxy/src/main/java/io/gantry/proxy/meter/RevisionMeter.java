package io.gantry.proxy.meter;

import io.gantry.events.TrafficSampled;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RevisionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Counts one revision's requests, for samples and for Prometheus.
public final class RevisionMeter {

    private final TrafficWindow window;
    private final RevisionMetrics metrics;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile boolean retired;

    RevisionMeter(RevisionId revision, RequestMetrics requestMetrics) {
        this.window = new TrafficWindow(revision, System.nanoTime());
        this.metrics = requestMetrics.of(revision, window);
    }

    /// A request goes to a replica.
    public void started() {
        window.started(System.nanoTime());
    }

    /// A request is not with a replica any more.
    public void stopped() {
        window.stopped(System.nanoTime());
    }

    /// A request ended, waiting included.
    public void worked(Protocol protocol, Outcome outcome, long durationNanos) {
        asked(protocol, outcome, durationNanos);
        window.count(outcome, durationNanos);
    }

    /// A request that is no work ended, so it says nothing about how many replicas are needed.
    public void asked(Protocol protocol, Outcome outcome, long durationNanos) {
        metrics.count(protocol, outcome.code(), durationNanos);
        if (outcome.brokenOff()) {
            metrics.brokenOff();
        }
    }

    /// A language model's answer ended.
    ///
    /// @param arrivedNanos when its request came
    public void generated(TokenCounter answer, long arrivedNanos) {
        answer.usage()
                .ifPresent(usage -> {
                    if (usage.prompt() >= 0) {
                        metrics.prompted(usage.prompt());
                    }
                    if (usage.completion() >= 0) {
                        metrics.completed(usage.completion());
                    }
                });
        if (answer.firstNanos() != 0) {
            metrics.firstToken(answer.firstNanos() - arrivedNanos);
        }
        if (answer.events() > 1) {
            metrics.tokenInterval(
                    (answer.lastNanos() - answer.firstNanos()) / (answer.events() - 1));
        }
    }

    /// A request had to wait for a replica to get ready.
    public void coldStarted(long waitedNanos) {
        metrics.coldStarted(Duration.ofNanos(waitedNanos));
    }

    /// A replica was lost with a request, which another one got.
    public void repeated() {
        metrics.repeated();
    }

    /// A second replica got a copy of a request that was not answered yet.
    public void hedged() {
        metrics.hedged();
    }

    /// A replica failed so often that it is passed over for a while.
    public void ejected() {
        metrics.ejected();
    }

    boolean queued(int change) {
        return window.queued(change, System.nanoTime());
    }

    boolean missed() {
        return window.missed();
    }

    /// Takes a sample to be published, unless the last one is still under way: then the next one
    /// covers the time since.
    Optional<TrafficSampled> sample(String proxy) {
        if (!underWay.compareAndSet(false, true)) {
            return Optional.empty();
        }
        Optional<TrafficSampled> sample = window.sample(proxy, Instant.now(), System.nanoTime());
        if (sample.isEmpty()) {
            underWay.set(false);
        }
        return sample;
    }

    void arrived() {
        underWay.set(false);
    }

    void retire() {
        retired = true;
    }

    boolean done() {
        return retired && window.quiet();
    }

    void remove() {
        metrics.remove();
    }
}
