package io.gantry.proxy.meter;

import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RevisionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One revision's metrics, looked up once.
final class RevisionMetrics {

    private static final Duration[] BUCKETS =
            Stream.of(2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private static final Duration[] TOKEN_BUCKETS =
            Stream.of(1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 250, 500, 1_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Key, Counter> requests = new ConcurrentHashMap<>();
    private final Timer duration;
    private final Timer coldStart;
    private final Counter brokenOff;
    private final List<Gauge> gauges;

    /// There only of what has spoken of tokens.
    private final Map<String, Meter> ofTokens = new ConcurrentHashMap<>();

    /// There only when it has happened.
    private final Map<String, Meter> rare = new ConcurrentHashMap<>();

    RevisionMetrics(MeterRegistry registry, RevisionId revision, TrafficWindow window) {
        this.registry = registry;
        this.tags =
                Tags.of(
                        "namespace", revision.namespace(),
                        "model", revision.service(),
                        "revision", revision.revision());
        this.duration =
                timer("gantry.proxy.request", "From a request's arrival to its end", BUCKETS);
        this.coldStart =
                timer(
                        "gantry.proxy.cold.start",
                        "How long requests waited for a first replica",
                        BUCKETS);
        this.brokenOff =
                Counter.builder("gantry.proxy.answers.broken.off")
                        .description("Answers that ended before their end")
                        .tags(tags)
                        .register(registry);
        this.gauges =
                List.of(
                        Gauge.builder("gantry.proxy.in.flight", window, TrafficWindow::inFlight)
                                .description("Requests that replicas are working on")
                                .tags(tags)
                                .register(registry),
                        Gauge.builder("gantry.proxy.queued", window, TrafficWindow::queued)
                                .description("Requests that wait for a replica")
                                .tags(tags)
                                .register(registry));
    }

    void count(Protocol protocol, int code, long durationNanos) {
        requests.computeIfAbsent(new Key(protocol, code), this::counter).increment();
        duration.record(durationNanos, TimeUnit.NANOSECONDS);
    }

    void coldStarted(Duration waited) {
        coldStart.record(waited);
    }

    void brokenOff() {
        brokenOff.increment();
    }

    void repeated() {
        rare("gantry.proxy.repeats", "Requests that another replica got when the first was lost");
    }

    void hedged() {
        rare("gantry.proxy.hedges", "Requests of which a second replica got a copy");
    }

    void ejected() {
        rare("gantry.proxy.ejections", "Times that a replica failed so often that it was left out");
    }

    private void rare(String name, String description) {
        Counter counter =
                (Counter)
                        rare.computeIfAbsent(
                                name,
                                _ ->
                                        Counter.builder(name)
                                                .description(description)
                                                .tags(tags)
                                                .register(registry));
        counter.increment();
    }

    void prompted(long tokens) {
        tokens("prompt").increment((double) tokens);
    }

    void completed(long tokens) {
        tokens("completion").increment((double) tokens);
    }

    void firstToken(long nanos) {
        Timer timer =
                (Timer)
                        ofTokens.computeIfAbsent(
                                "first",
                                _ ->
                                        timer(
                                                "gantry.proxy.first.token",
                                                "From a request's arrival to the first token of its streamed answer",
                                                BUCKETS));
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    void tokenInterval(long nanos) {
        Timer timer =
                (Timer)
                        ofTokens.computeIfAbsent(
                                "interval",
                                _ ->
                                        timer(
                                                "gantry.proxy.token.interval",
                                                "Time between two tokens of a streamed answer, its average over the answer",
                                                TOKEN_BUCKETS));
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter tokens(String kind) {
        return (Counter)
                ofTokens.computeIfAbsent(
                        kind,
                        _ ->
                                Counter.builder("gantry.proxy.tokens")
                                        .description("Tokens of requests and answers")
                                        .tags(tags)
                                        .tag("kind", kind)
                                        .register(registry));
    }

    void remove() {
        Stream.of(requests.values(), gauges, ofTokens.values(), rare.values())
                .flatMap(Collection::stream)
                .forEach(registry::remove);
        Stream.<Meter>of(duration, coldStart, brokenOff).forEach(registry::remove);
    }

    private Counter counter(Key key) {
        return Counter.builder(RequestMetrics.REQUESTS)
                .description("Requests that were answered, or whose client went away (499)")
                .tags(tags)
                .tag("protocol", key.protocol().label())
                .tag("code", Integer.toString(key.code()))
                .register(registry);
    }

    private Timer timer(String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private record Key(Protocol protocol, int code) {}
}
