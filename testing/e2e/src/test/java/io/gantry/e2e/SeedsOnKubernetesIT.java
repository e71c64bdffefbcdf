package io.gantry.e2e;

import static io.gantry.e2e.ClusterModel.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The manifests that users come with, on a cluster: `gantry apply` takes what is for Gantry, and
/// `kubectl apply` the rest, as `gantry apply` says.
@EnabledIf(
        value = "present",
        disabledReason = "The examples are not here; set -Dgantry.conformance.dir")
class SeedsOnKubernetesIT {

    private static final Path DIRECTORY =
            Path.of(System.getProperty("gantry.conformance.dir", ""), "seed");

    @TempDir static Path scratch;

    private static SuiteOnKubernetes kubernetes;
    private static KubernetesClient cluster;

    static boolean present() {
        return Files.isDirectory(DIRECTORY);
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kubernetes = SuiteOnKubernetes.start(scratch, 3, Map.of());
        cluster = kubernetes.cluster();
        apply("clusterservingruntime-kserve-vllmserver.yaml");
    }

    @AfterAll
    static void stop() throws IOException {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @Test
    void shouldRunAModelWithTransformerAndExplainerOnceItsNamespaceIsThere()
            throws InterruptedException {
        ClusterModel model = model("model-serving", "llama-2-7b");

        apply("llama-2-7b-full.yaml");
        model.awaitFailure("AdmissionDenied");
        model.awaitFailure("namespaces \\\"model-serving\\\" not found");
        model.awaitFailure("Create the namespace");
        createNamespace("model-serving");
        kubernetes.testCluster().kubectl("apply", "-f", DIRECTORY.resolve("rbac.yaml").toString());

        model.awaitReady();
        awaiting("all that it consists of")
                .until(() ->
                        names(model)
                                .equals(
                                        List.of(
                                                "llama-2-7b-explainer",
                                                "llama-2-7b-predictor",
                                                "llama-2-7b-transformer")));
        model.delete();
        awaiting("nothing is left").until(() -> model.deployments().isEmpty());
    }

    @Test
    void shouldRunAModelWithNothingButItsNameAndPlace() throws InterruptedException {
        ClusterModel model = model("default", "single-llm");

        apply("single-llm.yaml");

        model.awaitReady();
        awaiting("one replica").until(() -> model.ready().equals(Map.of("single-llm-00001", 1)));
        model.delete();
    }

    @Test
    void shouldRunBothSidesOfAnAbTest() throws InterruptedException {
        ClusterModel model = model("default", "ab-test-llm");

        apply("ab-test-llm.yaml");

        model.awaitReady();
        awaiting("both")
                .until(() ->
                        model.ready()
                                .equals(Map.of("ab-test-llm-00001", 1, "ab-test-llm-00002", 1)));
        assertThat(model.reached()).as("the stable one").isEqualTo("ab-test-llm-00001");
        model.delete();
    }

    @Test
    void shouldRunTheProductionExample() throws InterruptedException {
        ClusterModel model = model("llm-production", "production-llm");
        createNamespace("llm-production");

        apply("production-llm.yaml");

        model.awaitReady();
        awaiting("two replicas of the predictor")
                .until(() -> model.ready().getOrDefault("production-llm-00001", 0) == 2);
        assertThat(names(model))
                .containsExactly("production-llm-predictor", "production-llm-transformer");
        assertThat(
                        cluster.policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace("llm-production")
                                .withName("production-llm-predictor")
                                .get())
                .isNotNull();
        model.delete();
    }

    private static void apply(String file) throws InterruptedException {
        Cli.Outcome outcome =
                kubernetes.suite().cli().run("apply", "-f", DIRECTORY.resolve(file).toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static ClusterModel model(String namespace, String name) {
        return new ClusterModel(kubernetes.suite().api(), cluster, namespace, name);
    }

    private static void createNamespace(String name) {
        cluster.namespaces()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
    }

    private static List<String> names(ClusterModel model) {
        return model.deployments().stream()
                .map(each -> each.getMetadata().getName())
                .sorted()
                .toList();
    }
}
