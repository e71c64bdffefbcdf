package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gantry.lease.Election;
import io.gantry.lease.LeaseSettings;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.watch.ChangeFeed;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/// What it takes to keep this registry and a cluster alike, whichever cluster that is.
@ApplicationScoped
class Elections {

    private final Intake intake;
    private final ChangeFeed feed;
    private final BridgeMetrics metrics;
    private final InstantSource time;

    Elections(Intake intake, ChangeFeed feed, BridgeMetrics metrics, InstantSource time) {
        this.intake = intake;
        this.feed = feed;
        this.metrics = metrics;
        this.time = time;
    }

    /// The election of the client's cluster.
    ///
    /// @throws IllegalArgumentException when the configured times do not fit each other
    Election in(KubernetesClient client, RegistryConfig.Kubernetes config) {
        Cluster cluster =
                new Cluster(client, new ApiHealth(metrics, client.getMasterUrl().toString()));
        return new Election(
                client,
                settings(config.lease()),
                new Keeper(
                        cluster.health(),
                        metrics,
                        () ->
                                Tenure.begin(
                                        cluster,
                                        intake,
                                        new Reconciler(cluster, intake, metrics, time),
                                        feed,
                                        config)));
    }

    private static LeaseSettings settings(RegistryConfig.Lease config) {
        return new LeaseSettings(
                "gantry.registry.kubernetes.lease.",
                config.name(),
                config.namespace(),
                config.identity().orElseGet(LeaseSettings::randomIdentity),
                config.duration(),
                config.renewDeadline(),
                config.retryPeriod());
    }
}
