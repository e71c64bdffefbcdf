package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.gantry.registry.RegistryConfig;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stands for election for as long as this instance runs: whoever holds the Lease leads.
///
/// A holder that cannot renew the Lease stops before another can take it. One that is merely slow
/// may still be writing then; both would write the same, so that does no harm.
final class Election {

    private final Cluster cluster;
    private final RegistryConfig.Lease config;
    private final Lock lock;
    private final Supplier<Tenure> tenures;
    private final BridgeMetrics metrics;
    private @Nullable Tenure tenure;
    private @Nullable Thread thread;

    /// @param identity of this instance
    /// @param tenures begins one
    /// @throws IllegalArgumentException when the configured times do not fit each other
    Election(
            Cluster cluster,
            RegistryConfig.Lease config,
            String identity,
            Supplier<Tenure> tenures,
            BridgeMetrics metrics) {
        LeaseTimes.check(config);
        this.cluster = cluster;
        this.config = config;
        this.tenures = tenures;
        this.metrics = metrics;
        this.lock =
                new WatchedLock(
                        new LeaseLock(namespace(cluster, config), config.name(), identity),
                        cluster.health());
    }

    void start() {
        metrics.leads(false);
        thread = Thread.ofVirtual().name("bridge-election").start(this::run);
    }

    /// Gives the Lease back, so that another instance need not wait until it runs out.
    void stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(10));
        }
        end();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                cluster.client().leaderElector().withConfig(election()).build().run();
                end();
                TimeUnit.MILLISECONDS.sleep(config.retryPeriod().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LeaderElectionConfig election() {
        return new LeaderElectionConfigBuilder()
                .withName(config.name())
                .withLock(lock)
                .withLeaseDuration(config.duration())
                .withRenewDeadline(config.renewDeadline())
                .withRetryPeriod(config.retryPeriod())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(this::begin, this::end, _ -> {}))
                .build();
    }

    private synchronized void begin() {
        if (tenure == null) {
            Log.infof("This instance keeps cluster and registry alike lease=%s", lock.describe());
            tenure = tenures.get();
            metrics.leads(true);
        }
    }

    private synchronized void end() {
        if (tenure != null) {
            tenure.close();
            tenure = null;
            metrics.leads(false);
            Log.infof("This instance does not lead any more lease=%s", lock.describe());
        }
    }

    private static String namespace(Cluster cluster, RegistryConfig.Lease config) {
        String own = cluster.client().getConfiguration().getNamespace();
        return config.namespace().orElse(own == null ? "default" : own);
    }

    /// Takes note of whether the API server answers, which the elector keeps to itself, and lets it
    /// see no failure that would end its attempts.
    private record WatchedLock(Lock lock, ApiHealth health) implements Lock {

        private static final String WHAT = "get, create and patch leases.coordination.k8s.io";

        @Override
        public @Nullable LeaderElectionRecord get(KubernetesClient client) {
            return call(() -> lock.get(client));
        }

        @Override
        public void create(KubernetesClient client, LeaderElectionRecord wanted) {
            call(() -> {
                lock.create(client, wanted);
                return null;
            });
        }

        @Override
        public void update(KubernetesClient client, LeaderElectionRecord wanted) {
            call(() -> {
                lock.update(client, wanted);
                return null;
            });
        }

        @Override
        public String identity() {
            return lock.identity();
        }

        @Override
        public String describe() {
            return lock.describe();
        }

        private <T extends @Nullable Object> T call(Supplier<T> call) {
            return health.watched(
                    WHAT,
                    () -> {
                        try {
                            return call.get();
                        } catch (KubernetesClientException e) {
                            throw e;
                        } catch (RuntimeException e) {
                            throw new KubernetesClientException(
                                    "The Lease cannot be used: " + e.getMessage(), e);
                        }
                    });
        }
    }
}
