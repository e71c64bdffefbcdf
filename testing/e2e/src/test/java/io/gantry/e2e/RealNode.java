package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.gantry.cluster.TestCluster;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A cluster whose one node is this machine, with a real kubelet that runs real containers. It has
/// Gantry's images under the names by which Gantry refers to them, so that nothing is pulled.
final class RealNode implements AutoCloseable {

    /// Where pods find the machine.
    static final String GATEWAY = "10.213.78.1";

    private final TestCluster cluster;
    private final KubernetesClient client;

    private RealNode(TestCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    /// Skips the test where there can be none.
    static RealNode start(Path scratch) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("gantry.kubeconfig") == null,
                "SKIPPED: a cluster that there is has none of the images that the test makes");
        assumeTrue(
                Boolean.getBoolean("gantry.testcluster.kubelet"),
                "SKIPPED: no real kubelet; set -Dgantry.testcluster.kubelet=true, see infra/testcluster");
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "SKIPPED: containers want root");
        TestCluster cluster = TestCluster.open(scratch, "--nodes", "0", "--kubelet");
        try {
            image(cluster, scratch, "loader", "docker.io/gantry/loader:0.1.0");
            image(cluster, scratch, "onnx", "docker.io/gantry/onnx-runtime:0.1.0");
            image(cluster, scratch, "llamacpp", "docker.io/gantry/llamacpp-runtime:0.1.0");
            RealNode node = new RealNode(cluster, client(cluster));
            node.connect();
            return node;
        } catch (RuntimeException | Error | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private static KubernetesClient client(TestCluster cluster) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    Path kubeconfig() {
        return cluster.kubeconfig();
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
    }

    private static void image(TestCluster cluster, Path scratch, String name, String reference)
            throws InterruptedException {
        String build = Path.of(System.getProperty("gantry.home"), "infra/images/build").toString();
        try (RunningProgram program = Program.of(List.of(build, name)).start(scratch)) {
            assertThat(program.exitCode()).as(program.err()).isZero();
            cluster.image(
                    reference, Path.of(program.out().strip()), "/usr/local/bin/gantry-" + name);
        }
    }

    /// The first pod gives the machine its address in the pods' network.
    private void connect() {
        client.pods()
                .inNamespace("default")
                .resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withName("first")
                                .endMetadata()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("pause")
                                .withImage("localhost/pause:1")
                                .endContainer()
                                .endSpec()
                                .build())
                .create();
        client.pods().inNamespace("default").withName("first").waitUntilReady(60, TimeUnit.SECONDS);
    }
}
