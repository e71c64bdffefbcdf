package io.gantry.monitor.scrape;

import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.fleet.RevisionId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/// Asks every replica for its metrics, each on a virtual thread of its own, so that the load grows
/// with the replicas and nothing else: each begins at a random time of the interval, and no more
/// than a bounded number is asked at once.
///
/// A replica that has nothing to say that anybody scales by is asked once a minute only, unless its
/// service names a metric.
@ApplicationScoped
public class Scraper {

    private static final Duration NOTHING_TO_SAY = Duration.ofMinutes(1);

    /// Part of a pause by which it is made longer or shorter at random.
    private static final double JITTER = 0.1;

    private final InstantSource time = InstantSource.system();
    private final MonitorConfig.Scrape config;
    private final MeterRegistry metrics;
    private final MetricsClient client;
    private final Semaphore atOnce;
    private final Map<RevisionId, ReplicaSignals> signals = new HashMap<>();
    private final Map<ScrapeTarget, Thread> asking = new HashMap<>();

    Scraper(MonitorConfig config, MeterRegistry metrics) {
        this.config = config.scrape();
        this.metrics = metrics;
        this.client = new MetricsClient(config.scrape().timeout());
        this.atOnce = new Semaphore(config.scrape().maxConcurrent());
    }

    /// Asks these replicas from now on, and no others.
    public synchronized void follow(Set<ScrapeTarget> targets) {
        asking.entrySet()
                .removeIf(entry -> {
                    if (targets.contains(entry.getKey())) {
                        return false;
                    }
                    entry.getValue().interrupt();
                    return true;
                });
        Map<RevisionId, Set<String>> present = new HashMap<>();
        for (ScrapeTarget target : targets) {
            present.computeIfAbsent(target.revision(), _ -> new HashSet<>()).add(target.replica());
            asking.computeIfAbsent(
                    target,
                    _ ->
                            Thread.ofVirtual()
                                    .name("scrape-" + target.replica())
                                    .start(() -> ask(target)));
        }
        signals.keySet().retainAll(present.keySet());
        signals.forEach((revision, seen) -> seen.keep(present.getOrDefault(revision, Set.of())));
    }

    /// What a revision's replicas say.
    ///
    /// @param ready ids of the replicas that take requests
    public synchronized PodReading read(
            RevisionId revision, Collection<String> ready, Instant now) {
        ReplicaSignals seen = signals.get(revision);
        return seen == null ? PodReading.NOTHING : seen.read(ready, now);
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        follow(Set.of());
        client.close();
    }

    private void ask(ScrapeTarget target) {
        boolean useful = !target.named().isEmpty();
        try {
            Thread.sleep(part(config.interval(), ThreadLocalRandom.current().nextDouble()));
            while (true) {
                Optional<ReplicaFigures> figures = figures(target);
                boolean speaks = figures.isPresent() && figures.get().useful();
                useful = useful || speaks;
                if (speaks) {
                    accept(target, figures.get());
                }
                double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
                Thread.sleep(part(useful ? config.interval() : NOTHING_TO_SAY, factor));
            }
        } catch (InterruptedException e) {
            // It is not to be asked any more.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void accept(ScrapeTarget target, ReplicaFigures figures) {
        if (asking.containsKey(target)) {
            signals.computeIfAbsent(target.revision(), _ -> new ReplicaSignals(config.hold()))
                    .accept(target.replica(), figures, time.instant());
        }
    }

    private Optional<ReplicaFigures> figures(ScrapeTarget target) throws InterruptedException {
        atOnce.acquire();
        try {
            MetricsClient.Answer answer = client.get(target.address());
            count(answer);
            return switch (answer) {
                case MetricsClient.Text(String text) ->
                        Optional.of(ReplicaFigures.of(text, target.named()));
                case MetricsClient.Failed(String reason) -> {
                    Log.debugf(
                            "A replica does not tell its metrics address=%s reason=%s",
                            target.address(), reason);
                    yield Optional.empty();
                }
            };
        } finally {
            atOnce.release();
        }
    }

    private void count(MetricsClient.Answer answer) {
        metrics.counter(
                        "gantry.monitor.scrapes",
                        "outcome",
                        answer instanceof MetricsClient.Text ? "answered" : "failed")
                .increment();
    }

    private static Duration part(Duration whole, double factor) {
        return Duration.ofNanos((long) (whole.toNanos() * factor));
    }
}
