package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.watch.ChangeFeed;
import io.quarkus.logging.Log;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The time in which this instance takes in and writes back: from the moment it leads until it does
/// not.
///
/// Each kind has a thread that follows it; what changes in the cluster or in the registry goes into
/// one queue, and a few workers compare. All of it ends with the tenure, and the next one begins
/// with whole lists, so it does not matter what was left undone.
final class Tenure implements AutoCloseable {

    private static final int WORKERS = 4;

    private static final int TOO_MANY_REQUESTS = 429;

    /// Answers of the API server that come of what others do meanwhile, or that were told of.
    private static final Set<Integer> ORDINARY =
            Set.of(
                    HttpURLConnection.HTTP_CONFLICT,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    HttpURLConnection.HTTP_NOT_FOUND,
                    TOO_MANY_REQUESTS);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Following> kinds;
    private final WorkQueue queue;
    private final Backoff backoff;
    private final Intake intake;
    private final Reconciler reconciler;
    private final RegistryConfig.Kubernetes config;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bridge-", 0).factory());
    private final ChangeFeed feed;
    private final List<ResourceWatcher> watchers;
    private final AtomicBoolean troubled = new AtomicBoolean();

    private Tenure(
            Cluster cluster,
            Intake intake,
            Reconciler reconciler,
            ChangeFeed feed,
            RegistryConfig.Kubernetes config) {
        this.backoff = Backoff.of(config.backoff());
        this.queue = new WorkQueue(backoff, InstantSource.system());
        this.intake = intake;
        this.reconciler = reconciler;
        this.config = config;
        this.feed = feed;
        Set<String> namespaces = config.namespaces().orElse(Set.of());
        this.kinds =
                ClusterKind.all().stream()
                        .map(kind -> new Following(kind, cluster, namespaces, queue::add))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        following -> following.kind().name(), Function.identity()));
        this.watchers =
                kinds.values().stream()
                        .map(following -> new ResourceWatcher(following, feed.position(), queue))
                        .toList();
    }

    /// Begins to take in and to write back.
    static Tenure begin(
            Cluster cluster,
            Intake intake,
            Reconciler reconciler,
            ChangeFeed feed,
            RegistryConfig.Kubernetes config) {
        Tenure tenure = new Tenure(cluster, intake, reconciler, feed, config);
        tenure.begin();
        return tenure;
    }

    private void begin() {
        watchers.forEach(feed::subscribe);
        kinds.values()
                .forEach(following ->
                        start(() ->
                                following.run(
                                        () -> start(() -> addAll(following)),
                                        backoff,
                                        config.missingKindInterval())));
        for (int i = 0; i < WORKERS; i++) {
            start(this::work);
        }
        start(this::resync);
    }

    /// Ends it. What is being written may still be.
    @Override
    public void close() {
        watchers.forEach(feed::unsubscribe);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Log.warn("The bridge to Kubernetes is still busy with what it had begun");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        while (true) {
            ResourceKey key = queue.take();
            Following following = kinds.get(key.kind());
            if (following == null || reconciled(following, key)) {
                queue.done(key);
            }
        }
    }

    /// @return false when it has to be tried again, for which it is in the queue
    private boolean reconciled(Following following, ResourceKey key) throws InterruptedException {
        try {
            reconciler.reconcile(following.kind(), key, following.look(key));
            troubled.set(false);
            return true;
        } catch (RuntimeException e) {
            endIfOver();
            if (queue.failed(key) == 1 && isWorthAWord(e) && !troubled.getAndSet(true)) {
                Log.warnf(
                        "Resources cannot be compared with the cluster's, trying again, first of"
                                + " them kind=%s scope=%s name=%s reason=%s",
                        key.kind(), key.scope(), key.name(), e.getMessage());
            }
            return false;
        }
    }

    /// What [ApiHealth] has not said already, and what is not the ordinary course of things.
    private static boolean isWorthAWord(RuntimeException failure) {
        return !(failure instanceof KubernetesClientException e
                && (ORDINARY.contains(e.getCode()) || ApiHealth.isAway(e.getCode())));
    }

    private void resync() throws InterruptedException {
        while (true) {
            TimeUnit.MILLISECONDS.sleep(config.resync().toMillis());
            for (Following following : kinds.values()) {
                addAll(following);
            }
        }
    }

    /// Has everything compared that there is in the cluster, and everything that was.
    private void addAll(Following following) throws InterruptedException {
        following.keys().forEach(queue::add);
        int failures = 0;
        while (true) {
            try {
                intake.taken(following.kind()).forEach(queue::add);
                return;
            } catch (RuntimeException e) {
                endIfOver();
                if (failures++ == 0) {
                    Log.warnf(
                            "It cannot be read what was taken in, trying again kind=%s reason=%s",
                            following.kind().name(), e.getMessage());
                }
                TimeUnit.MILLISECONDS.sleep(config.backoff().max().toMillis());
            }
        }
    }

    /// What is interrupted in a call fails in all kinds of ways.
    private void endIfOver() throws InterruptedException {
        if (threads.isShutdown()) {
            throw new InterruptedException();
        }
    }

    private void start(Task task) {
        threads.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Task {
        void run() throws InterruptedException;
    }
}
