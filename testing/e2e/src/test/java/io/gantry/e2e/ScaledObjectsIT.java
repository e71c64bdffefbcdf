package io.gantry.e2e;

import static io.gantry.e2e.ClusterModel.awaiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models that KEDA is to scale, first in a cluster that does not have its kind and then in one
/// that does. Nobody plays KEDA but the test itself.
class ScaledObjectsIT {

    private static final String KEDA = "github.com/kedacore/keda/v2@v2.21.0";
    private static final String GROUP = "keda.sh";
    private static final Map<String, String> CLASS =
            Map.of("serving.kserve.io/autoscalerClass", "keda");

    private static final String SCALED =
            """
            , "minReplicas": 1, "maxReplicas": 4,
             "autoScaling": {"metrics": [{"type": "External", "external": {
              "metric": {"backend": "prometheus", "serverAddress": "http://prometheus:9090",
               "query": "vllm:num_requests_running"},
              "target": {"type": "Value", "value": "2"}}}]}\
            """;

    private static final ResourceDefinitionContext SCALED_OBJECTS =
            new ResourceDefinitionContext.Builder()
                    .withGroup(GROUP)
                    .withVersion("v1alpha1")
                    .withKind("ScaledObject")
                    .withPlural("scaledobjects")
                    .withNamespaced(true)
                    .build();

    @TempDir static Path scratch;

    private static SuiteOnKubernetes kubernetes;
    private static KubernetesClient cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kubernetes = SuiteOnKubernetes.start(scratch, 3, Map.of());
        cluster = kubernetes.cluster();
    }

    @AfterAll
    static void stop() throws IOException {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @Test
    void shouldLeaveAModelToKedaWhereThereIsOne() throws InterruptedException {
        assumeTrue(cluster.getApiGroup(GROUP) == null, "SKIPPED: the cluster has KEDA already");
        ClusterModel model = kubernetes.model("keda-scaled");
        model.apply("1", CLASS, SCALED);
        // It is told of the service: there is no Deployment yet of which it could be.
        model.awaitFailure(
                "keda-scaled",
                "InvalidPredictorSpec",
                "the cluster has no ScaledObject of KEDA",
                "install KEDA, or leave the annotation out: then Gantry scales");
        assertThat(model.deployments()).isEmpty();

        kubernetes
                .testCluster()
                .kubectl(
                        "apply",
                        "--server-side",
                        "-f",
                        Clients.ofModule(KEDA, "config/crd/bases/keda.sh_scaledobjects.yaml")
                                .toString());
        model.awaitReady();
        Resource<GenericKubernetesResource> scaler = scaler("keda-scaled-predictor");
        assertThat(scaler.get().<String>get("spec", "scaleTargetRef", "name"))
                .isEqualTo("keda-scaled-predictor");
        assertThat(scaler.get().<String>get("spec", "triggers", 0, "metadata", "query"))
                .isEqualTo("vllm:num_requests_running");

        putsBackWhatSomebodyHasChanged(scaler);
        leavesTheReplicasToKeda(scaler);

        model.apply("1", Map.of("autoscaling.knative.dev/window", "6s"), ", \"minReplicas\": 1");
        awaiting("it is Gantry's to scale").until(() -> scaler.get() == null);
        awaiting("one replica").until(() -> replicas("keda-scaled-predictor") == 1);

        model.delete();
        awaiting("nothing is left")
                .until(() -> model.deployments().isEmpty() && model.pods().isEmpty());
    }

    private static void putsBackWhatSomebodyHasChanged(Resource<GenericKubernetesResource> scaler) {
        scaler.edit(each -> {
            Map<String, Object> spec = each.get("spec");
            spec.put("maxReplicaCount", 40);
            return each;
        });
        awaiting("its bounds are put back")
                .until(() -> Objects.equals(4, scaler.get().get("spec", "maxReplicaCount")));

        String uid = scaler.get().getMetadata().getUid();
        scaler.delete();
        awaiting("it is made anew")
                .until(() ->
                        Optional.ofNullable(scaler.get())
                                .filter(anew -> !anew.getMetadata().getUid().equals(uid))
                                .isPresent());
    }

    private static void leavesTheReplicasToKeda(Resource<GenericKubernetesResource> scaler) {
        cluster.apps()
                .deployments()
                .inNamespace(ClusterModel.NAMESPACE)
                .withName("keda-scaled-predictor")
                .scale(3);

        // When this is put back, the Deployment has been looked at, too.
        putsBackWhatSomebodyHasChanged(scaler);

        assertThat(replicas("keda-scaled-predictor")).isEqualTo(3);
    }

    private static int replicas(String deployment) {
        return cluster.apps()
                .deployments()
                .inNamespace(ClusterModel.NAMESPACE)
                .withName(deployment)
                .get()
                .getSpec()
                .getReplicas();
    }

    private static Resource<GenericKubernetesResource> scaler(String name) {
        return cluster.genericKubernetesResources(SCALED_OBJECTS)
                .inNamespace(ClusterModel.NAMESPACE)
                .withName(name);
    }
}
