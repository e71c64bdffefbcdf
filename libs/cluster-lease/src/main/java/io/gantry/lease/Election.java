package io.gantry.lease;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Stands for election for as long as this instance runs: whoever holds the Lease leads.
///
/// A holder that cannot renew the Lease stops before another can take it. One that is merely slow
/// may still be at work then, so the work has to be such that two who do it do no harm.
public final class Election {

    private static final Logger LOG = Logger.getLogger(Election.class);

    private final KubernetesClient client;
    private final LeaseSettings settings;
    private final Candidate candidate;
    private final Lock lock;
    private boolean leads;
    private @Nullable Thread thread;

    public Election(KubernetesClient client, LeaseSettings settings, Candidate candidate) {
        this.client = client;
        this.settings = settings;
        this.candidate = candidate;
        this.lock =
                new WatchedLock(
                        new LeaseLock(namespace(), settings.name(), settings.identity()),
                        candidate);
    }

    public void start() {
        thread = Thread.ofVirtual().name("election " + settings.name()).start(this::run);
    }

    /// Gives the Lease back, so that another instance need not wait until it runs out.
    public void stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(10));
        }
        end();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                client.leaderElector().withConfig(election()).build().run();
                end();
                TimeUnit.MILLISECONDS.sleep(settings.retryPeriod().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LeaderElectionConfig election() {
        return new LeaderElectionConfigBuilder()
                .withName(settings.name())
                .withLock(lock)
                .withLeaseDuration(settings.duration())
                .withRenewDeadline(settings.renewDeadline())
                .withRetryPeriod(settings.retryPeriod())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(this::begin, this::end, _ -> {}))
                .build();
    }

    private synchronized void begin() {
        if (!leads) {
            leads = true;
            LOG.infof("This instance leads lease=%s", lock.describe());
            candidate.elected();
        }
    }

    private synchronized void end() {
        if (leads) {
            leads = false;
            candidate.dismissed();
            LOG.infof("This instance does not lead any more lease=%s", lock.describe());
        }
    }

    private String namespace() {
        String own = client.getConfiguration().getNamespace();
        return settings.namespace().orElse(own == null ? "default" : own);
    }

    /// Lets the candidate see whether the API server answers, which the elector keeps to itself,
    /// and lets the elector see no failure that would end its attempts.
    private record WatchedLock(Lock lock, Candidate candidate) implements Lock {

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
            return candidate.watched(
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
