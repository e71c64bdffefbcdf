package io.gantry.monitor.whole;

import static io.gantry.monitor.Samples.ready;
import static io.gantry.monitor.Samples.sample;
import static io.gantry.monitor.Samples.service;

import io.gantry.bus.EventPublisher;
import io.gantry.events.Event;
import io.gantry.events.ScalingDecided;
import io.gantry.events.Topic;
import io.gantry.monitor.TopicTail;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A dozen services under steady traffic, whose replicas are as many as is decided, as with a
/// proxy and a deployer.
final class Traffic implements AutoCloseable {

    private final EventPublisher publisher;
    private final TopicTail scaling = new TopicTail(Topic.SCALING);
    private final List<String> names;
    private final Map<String, Integer> replicas = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile int concurrency = 1;
    private long generation;

    Traffic(EventPublisher publisher, String prefix) {
        this.publisher = publisher;
        this.names = IntStream.range(0, 12).mapToObj(each -> prefix + "-" + each).toList();
        names.forEach(name -> publish(service(name, 1, "{'scaleTarget':2,'minReplicas':1}")));
        var _ = clock.scheduleAtFixedRate(this::second, 0, 1, TimeUnit.SECONDS);
    }

    List<String> names() {
        return names;
    }

    /// From now on so many requests are at each service at a time.
    void load(int requests) {
        concurrency = requests;
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

    /// Decisions of fewer replicas than the one before.
    List<ScalingDecided> fewer() {
        Map<String, Integer> last = new HashMap<>();
        return decided().stream()
                .filter(one -> {
                    Integer before = last.put(one.name(), one.replicas());
                    return before != null && one.replicas() < before;
                })
                .toList();
    }

    private void second() {
        Map<String, Integer> decided = latest();
        for (String name : names) {
            int wanted = decided.getOrDefault(name, 0);
            if (replicas.getOrDefault(name, 0) != wanted) {
                replicas.put(name, wanted);
                publish(ready(name, wanted, ++generation));
            }
            publish(sample(name, Instant.now(), concurrency, concurrency, 0));
        }
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
