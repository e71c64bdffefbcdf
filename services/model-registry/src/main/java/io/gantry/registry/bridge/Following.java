package io.gantry.registry.bridge;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.gantry.registry.store.ResourceKey;
import io.quarkus.logging.Log;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Follows the objects of one kind, and begins anew with a whole list whenever that ends.
final class Following {

    /// How the informers of a kind that belongs to the cluster, or of all namespaces, are filed.
    private static final String EVERYWHERE = "";

    private final ClusterKind kind;
    private final Cluster cluster;
    private final Set<String> namespaces;
    private final Consumer<ResourceKey> changed;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /// By namespace; empty until everything was listed.
    private volatile Map<String, SharedIndexInformer<GenericKubernetesResource>> listed = Map.of();

    private boolean said;
    private int failures;

    /// @param namespaces empty for all
    /// @param changed is told which objects are not as they were
    Following(
            ClusterKind kind,
            Cluster cluster,
            Set<String> namespaces,
            Consumer<ResourceKey> changed) {
        this.kind = kind;
        this.cluster = cluster;
        this.namespaces = namespaces;
        this.changed = changed;
    }

    ClusterKind kind() {
        return kind;
    }

    /// What is known of an object.
    Sighting look(ResourceKey key) {
        String namespace = key.namespace();
        SharedIndexInformer<GenericKubernetesResource> informer =
                listed.get(all() || namespace == null ? EVERYWHERE : namespace);
        return informer == null
                ? new Sighting.Unknown()
                : cluster.sighting(
                        kind,
                        informer.getStore()
                                .getByKey(Cache.namespaceKeyFunc(namespace, key.name())));
    }

    /// The objects that there are.
    Stream<ResourceKey> keys() {
        return listed.values().stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .map(this::key);
    }

    /// Follows until the thread is interrupted.
    ///
    /// @param whenListed is run each time that everything was listed
    void run(Runnable whenListed, Backoff backoff, Duration missingKindInterval)
            throws InterruptedException {
        while (true) {
            KubernetesClientException end = follow(whenListed);
            boolean hidden =
                    end.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                            || end.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
            Duration pause =
                    hidden ? missingKindInterval : backoff.pause(Math.max(1, failures), random);
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    /// @return why it ended
    private KubernetesClientException follow(Runnable whenListed) throws InterruptedException {
        Map<String, SharedIndexInformer<GenericKubernetesResource>> informers = informers();
        try {
            for (var informer : informers.values()) {
                informer.start().toCompletableFuture().get();
            }
            begun(informers);
            whenListed.run();
            CompletableFuture.anyOf(
                            informers.values().stream()
                                    .map(each -> each.stopped().toCompletableFuture())
                                    .toArray(CompletableFuture[]::new))
                    .get();
            return new KubernetesClientException("the watch was stopped");
        } catch (ExecutionException | RuntimeException e) {
            return ended(failure(e));
        } finally {
            listed = Map.of();
            informers.values().forEach(SharedIndexInformer::stop);
        }
    }

    private void begun(Map<String, SharedIndexInformer<GenericKubernetesResource>> informers) {
        cluster.health().answered();
        failures = 0;
        said = false;
        listed = Map.copyOf(informers);
        Log.debugf("Objects of the cluster are followed kind=%s", kind.qualified());
    }

    private KubernetesClientException ended(KubernetesClientException why) {
        failures++;
        int code = why.getCode();
        if (code == HttpURLConnection.HTTP_NOT_FOUND) {
            say("the cluster does not have it; it is looked for again from time to time");
            return why;
        }
        cluster.health().failed("list and watch " + kind.qualified(), why);
        if (code != HttpURLConnection.HTTP_FORBIDDEN && !ApiHealth.isAway(code)) {
            say(why.getMessage());
        }
        return why;
    }

    /// Says why the kind is not followed, once until it is.
    private void say(@Nullable String why) {
        if (!said) {
            said = true;
            Log.warnf(
                    "A kind is not taken in kind=%s version=%s reason=%s",
                    kind.qualified(), kind.version().name(), why);
        }
    }

    private static KubernetesClientException failure(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof KubernetesClientException failure) {
                return failure;
            }
        }
        return new KubernetesClientException(String.valueOf(thrown.getMessage()), thrown);
    }

    private Map<String, SharedIndexInformer<GenericKubernetesResource>> informers() {
        Map<String, SharedIndexInformer<GenericKubernetesResource>> informers = new HashMap<>();
        if (all()) {
            informers.put(EVERYWHERE, informer(null));
        } else {
            namespaces.forEach(namespace -> informers.put(namespace, informer(namespace)));
        }
        return informers;
    }

    private SharedIndexInformer<GenericKubernetesResource> informer(@Nullable String namespace) {
        return cluster.informer(kind, namespace)
                // Given a state to begin with, even an empty one, it does not take the list from a
                // cache, which may be behind what an earlier leader has seen.
                .initialState(Stream.empty())
                // What ends it is looked at here, and a new one begins with a whole list.
                .exceptionHandler((_, _) -> false)
                .addEventHandler(new Changes());
    }

    private boolean all() {
        return namespaces.isEmpty() || !kind.namespaced();
    }

    private ResourceKey key(GenericKubernetesResource object) {
        return kind.key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private final class Changes implements ResourceEventHandler<GenericKubernetesResource> {

        @Override
        public void onAdd(GenericKubernetesResource object) {
            changed.accept(key(object));
        }

        @Override
        public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource object) {
            changed.accept(key(object));
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
            changed.accept(key(object));
        }
    }
}
