package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gantry.lease.Election;
import io.gantry.registry.RegistryConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import org.jspecify.annotations.Nullable;

/// Keeps a Kubernetes cluster and the registry alike, where that is asked for; otherwise nothing of
/// it exists, not even a client.
@ApplicationScoped
class Bridge {

    private final RegistryConfig.Kubernetes config;
    private final Instance<KubernetesClient> client;
    private final Elections elections;
    private @Nullable Election election;

    Bridge(RegistryConfig config, Instance<KubernetesClient> client, Elections elections) {
        this.config = config.kubernetes();
        this.client = client;
        this.elections = elections;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            election = elections.in(client.get(), config);
            election.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (election != null) {
            election.stop();
        }
    }
}
