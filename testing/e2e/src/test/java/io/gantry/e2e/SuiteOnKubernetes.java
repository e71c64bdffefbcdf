package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.UpSettings;
import io.gantry.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The suite with a real Kubernetes API server, whose nodes and pods KWOK plays. The deployer may
/// do there what `infra/kubernetes/deployer` says, and no more.
record SuiteOnKubernetes(TestCluster testCluster, KubernetesClient cluster, RunningSuite suite)
        implements AutoCloseable {

    private static final int PORT_OFFSET = Integer.getInteger("gantry.e2e.port-offset", 13_000);

    static final int GPUS_PER_NODE = 8;

    /// @param scratch a directory of the test
    /// @param deployer settings of it, besides what makes it patient for no longer than a test is
    /// @param options further ones of `testcluster up`
    static SuiteOnKubernetes start(
            Path scratch, int nodes, Map<String, String> deployer, String... options)
            throws IOException, InterruptedException {
        TestCluster testCluster =
                TestCluster.open(
                        scratch,
                        Stream.concat(
                                        Stream.of(
                                                "--nodes",
                                                Integer.toString(nodes),
                                                "--gpus-per-node",
                                                Integer.toString(GPUS_PER_NODE)),
                                        Stream.of(options))
                                .toArray(String[]::new));
        Config config = Config.fromKubeconfig(testCluster.kubeconfig().toFile());
        Map<String, String> settings = new HashMap<>(deployer);
        settings.put("kubeconfig", kubeconfigOfDeployer(testCluster, scratch).toString());
        settings.put("gantry.deployer.platform", "kubernetes");
        settings.put("gantry.deployer.resync", "1s");
        settings.put("gantry.deployer.kubernetes.surge-patience", "2s");
        RunningSuite suite =
                RunningSuite.start(
                        new UpSettings(
                                "127.0.0.1",
                                PORT_OFFSET,
                                Map.of(
                                        Service.MONITOR,
                                        Map.of(
                                                "gantry.monitor.autoscaler.scale-to-zero-grace-period",
                                                "1s"),
                                        Service.DEPLOYER,
                                        settings)));
        ClusterModel.applyRuntime(suite.api());
        return new SuiteOnKubernetes(
                testCluster, new KubernetesClientBuilder().withConfig(config).build(), suite);
    }

    ClusterModel model(String name) {
        return new ClusterModel(suite.api(), cluster, ClusterModel.NAMESPACE, name);
    }

    /// By kubectl, as the cluster's administrator.
    ///
    /// @param file where the manifests are written to
    void apply(Path file, String manifests) throws IOException, InterruptedException {
        Files.writeString(file, manifests);
        testCluster.kubectl("apply", "-f", file.toString());
    }

    /// As an installation gives it to the deployer's pod.
    private static Path kubeconfigOfDeployer(TestCluster testCluster, Path scratch)
            throws IOException, InterruptedException {
        Path furniture = Path.of(System.getProperty("gantry.home"), "infra/kubernetes/deployer");
        testCluster.kubectl("create", "namespace", "gantry");
        testCluster.kubectl("apply", "-k", furniture.toString());
        String token =
                testCluster.kubectl(
                        "create", "token", "gantry-deployer", "-n", "gantry", "--duration=8h");
        ObjectMapper yaml = new YAMLMapper();
        JsonNode config = yaml.readTree(testCluster.kubeconfig().toFile());
        ((ObjectNode) config.at("/users/0"))
                .set("user", yaml.createObjectNode().put("token", token.strip()));
        ((ObjectNode) config.at("/contexts/0/context")).put("namespace", "gantry");
        Path file = scratch.resolve("deployer.yaml");
        yaml.writeValue(file.toFile(), config);
        return file;
    }

    @Override
    public void close() throws IOException {
        suite.close();
        cluster.close();
        testCluster.close();
    }
}
