package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gantry.deployer.DeployerConfig;
import io.gantry.lease.Candidate;
import io.gantry.lease.LeaseSettings;
import io.quarkus.logging.Log;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether this deployer is the one that acts.
final class Leadership implements Candidate {

    private volatile boolean leads;
    private final AtomicBoolean away = new AtomicBoolean();

    boolean leads() {
        return leads;
    }

    @Override
    public void elected() {
        leads = true;
    }

    @Override
    public void dismissed() {
        leads = false;
    }

    /// Says once when the API server does not answer, and once when it does again.
    @Override
    public <T extends @Nullable Object> T watched(String what, Supplier<T> call) {
        try {
            T answer = call.get();
            if (away.getAndSet(false)) {
                Log.info("The Kubernetes API server answers again");
            }
            return answer;
        } catch (KubernetesClientException e) {
            if (!Thread.currentThread().isInterrupted() && !away.getAndSet(true)) {
                Log.warnf(
                        "The Kubernetes API server does not do what it is asked for, trying again what=\"%s\" reason=%s",
                        what, e.getMessage());
            }
            throw e;
        }
    }

    static LeaseSettings settings(DeployerConfig.Lease config) {
        return new LeaseSettings(
                "gantry.deployer.kubernetes.lease.",
                config.name(),
                config.namespace(),
                config.identity().orElseGet(LeaseSettings::randomIdentity),
                config.duration(),
                config.renewDeadline(),
                config.retryPeriod());
    }
}
