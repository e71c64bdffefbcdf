package io.gantry.monitor.whole;

import static io.gantry.monitor.Samples.ready;
import static io.gantry.monitor.Samples.sample;
import static io.gantry.monitor.Samples.service;

import io.gantry.bus.EventPublisher;
import io.gantry.events.Event;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Topic;
import io.gantry.monitor.TopicTail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// A dozen services under steady traffic, whose replicas are as many as is decided, as with a proxy
/// and a deployer.
final class Traffic implements AutoCloseable {

    private final EventPublisher publisher;
    private final TopicTail scaling = new TopicTail(Topic.SCALING);
    private final List<String> names;
    private final Map<String, Integer> replicas = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile int concurrency = 1;
    private final AtomicLong seconds = new AtomicLong();
    private long generation;

    Traffic(EventPublisher publisher, String prefix) {
        this.publisher = publisher;
        this.names = IntStream.range(0, 12).mapToObj(each -> prefix + "-" + each).toList();
        names.forEach(name -> publish(service(name, 1, "{'scaleTarget':10,'minReplicas':1}")));
        var _ = clock.scheduleAtFixedRate(this::second, 0, 1, TimeUnit.SECONDS);
    }

    List<String> names() {
        return names;
    }

    /// From now on there are as many requests as so many replicas want, half a replica's less, so
    /// that a sample that comes late makes no difference.
    void load(int replicas) {
        concurrency = (int) (7 * (replicas - 0.5));
    }

    /// All decisions so far, in their order.
    List<ScalingDecided> decided() {
        return scaling.all(ScalingDecided.class).stream()
                .filter(one -> names.contains(one.name()))
                .toList();
    }

    /// What is decided for each now.
    Map<String, Integer> latest() {
        Map<String, Integer> latest = new HashMap<>();
        decided().forEach(one -> latest.put(one.name(), one.replicas()));
        return latest;
    }

    /// What is decided for the one that has least.
    int least() {
        Map<String, Integer> latest = latest();
        return names.stream().mapToInt(name -> latest.getOrDefault(name, 0)).min().orElseThrow();
    }

    /// Decisions of fewer replicas.
    ///
    /// @param from how many decisions not to look at
    List<ScalingDecided> below(int replicas, int from) {
        return decided().stream().skip(from).filter(one -> one.replicas() < replicas).toList();
    }

    /// Waits until so many more samples of each service were published.
    void awaitSeconds(int count) {
        long until = seconds.get() + count;
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> seconds.get() >= until);
    }

    private void second() {
        Map<String, Integer> decided = latest();
        for (String name : names) {
            int wanted = decided.getOrDefault(name, 0);
            if (replicas.getOrDefault(name, 0) != wanted) {
                replicas.put(name, wanted);
                publish(ready(name, wanted, ++generation));
            }
            // Who waits for Kafka here would be a proxy that stops for seconds.
            publisher.publish(sample(name, Instant.now(), concurrency, concurrency, 0));
        }
        var _ = seconds.incrementAndGet();
    }

    private void publish(Event event) {
        publisher.send(event).toCompletableFuture().join();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            scaling.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
