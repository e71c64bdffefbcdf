package io.gantry.registry.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.registry.Yaml;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client library for Kubernetes takes the registry for its API server.
@QuarkusTest
@Timeout(60)
@SuppressWarnings("NullAway.Init") // Opened before each test.
class Fabric8ClientTest {

    private static final String NAMESPACE = "fabric8";

    private KubernetesClient client;
    private MixedOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            all;

    @BeforeEach
    void open() {
        Config config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://localhost:" + RestAssured.port)
                        .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        all = client.genericKubernetesResources("serving.kserve.io/v1beta1", "InferenceService");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void shouldCreateChangeAndDelete() {
        services().resource(service("changed", "one")).create();

        GenericKubernetesResource edited =
                services()
                        .withName("changed")
                        .edit(resource -> {
                            resource.getMetadata().setLabels(Map.of("team", "two"));
                            return resource;
                        });
        assertThat(edited.getMetadata().getLabels()).containsEntry("team", "two");
        services()
                .withName("changed")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"predictor\": {\"maxReplicas\": 4}}}");
        GenericKubernetesResource found = services().withName("changed").get();
        assertThat((Integer) found.get("spec", "predictor", "maxReplicas")).isEqualTo(4);
        assertThat(namesOf("two")).contains("changed");
        assertThat(namesOf("one")).doesNotContain("changed");

        assertThat(services().withName("changed").delete()).hasSize(1);
        assertThat(services().withName("changed").get()).isNull();
    }

    @Test
    void shouldRefuseAnUpdateOfWhatHasChangedMeanwhile() {
        GenericKubernetesResource first = services().resource(service("contended", "one")).create();
        services()
                .withName("contended")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"labels\": {\"team\": \"three\"}}}");

        assertThatThrownBy(() -> services().resource(first).update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> {
                            assertThat(refused.getCode()).isEqualTo(409);
                            assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
                        });
    }

    @Test
    void shouldApplyOnTheServer() {
        GenericKubernetesResource applied =
                services().resource(service("applied", "one")).serverSideApply();

        assertThat(applied.getMetadata().getManagedFields())
                .anySatisfy(managed -> assertThat(managed.getOperation()).isEqualTo("Apply"));
        assertThatThrownBy(() ->
                        services()
                                .resource(service("applied", "two"))
                                .fieldManager("other")
                                .serverSideApply())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(409));
    }

    @Test
    void shouldFeedAnInformer() throws Exception {
        services().resource(service("before", "one")).create();
        Queue<String> told = new ConcurrentLinkedQueue<>();

        try (SharedIndexInformer<GenericKubernetesResource> informer =
                services().inform(new Recorder(told))) {
            await().until(() -> told.contains("added before"));
            services().resource(service("later", "one")).create();
            services().withName("later").waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
            services()
                    .withName("later")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\": {\"labels\": {\"team\": \"four\"}}}");
            await().until(() -> told.contains("changed later to four"));
            var _ = services().withName("later").delete();
            await().until(() -> told.contains("deleted later"));
            assertThat(informer.getStore().list())
                    .extracting(resource -> resource.getMetadata().getName())
                    .contains("before")
                    .doesNotContain("later");
        }
    }

    @Test
    void shouldFindTheKinds() {
        assertThat(client.getApiGroup("serving.kserve.io").getVersions())
                .extracting("version")
                .contains("v1beta1", "v1alpha1", "v1alpha2");
        assertThat(client.getApiResources("serving.kserve.io/v1alpha1").getResources())
                .extracting("kind")
                .contains("ServingRuntime", "InferenceGraph", "LLMInferenceService");
        assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            services() {
        return all.inNamespace(NAMESPACE);
    }

    private List<String> namesOf(String team) {
        return services().withLabel("team", team).list().getItems().stream()
                .map(resource -> resource.getMetadata().getName())
                .toList();
    }

    private static GenericKubernetesResource service(String name, String team) {
        GenericKubernetesResource resource =
                Serialization.unmarshal(Yaml.service(name), GenericKubernetesResource.class);
        resource.getMetadata().setLabels(Map.of("team", team));
        return resource;
    }

    private record Recorder(Queue<String> told)
            implements ResourceEventHandler<GenericKubernetesResource> {

        @Override
        public void onAdd(GenericKubernetesResource resource) {
            told.add("added " + name(resource));
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource resource) {
            told.add(
                    "changed %s to %s"
                            .formatted(
                                    name(resource),
                                    resource.getMetadata().getLabels().get("team")));
        }

        @Override
        public void onDelete(GenericKubernetesResource resource, boolean unknown) {
            told.add("deleted " + name(resource));
        }

        private static String name(GenericKubernetesResource resource) {
            return resource.getMetadata().getName();
        }
    }
}
