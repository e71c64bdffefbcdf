package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gantry.lease.Election;
import io.gantry.registry.RegistryConfig;
import java.util.ArrayList;
import java.util.List;

/// The bridges of a test, each as an instance of the registry has one.
final class Bridges implements AutoCloseable {

    private final List<Election> running = new ArrayList<>();

    Election start(Elections elections, MockCluster cluster, String namespace) {
        return start(elections, cluster.client(), Settings.of(namespace, "only"));
    }

    Election start(
            Elections elections, KubernetesClient client, RegistryConfig.Kubernetes settings) {
        Election election = elections.in(client, settings);
        running.add(election);
        election.start();
        return election;
    }

    @Override
    public void close() {
        try {
            for (Election election : running) {
                election.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.clear();
    }
}
