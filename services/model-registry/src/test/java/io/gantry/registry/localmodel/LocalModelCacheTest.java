package io.gantry.registry.localmodel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheDeleted;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.events.NodeObserved;
import io.gantry.events.NodeRemoved;
import io.gantry.events.Topic;
import io.gantry.registry.Http;
import io.gantry.registry.TopicReader;
import io.gantry.registry.TopicWriter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From the manifest of a cache to its event, and from what loaders say to its status.
@QuarkusTest
class LocalModelCacheTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String API = "/apis/serving.kserve.io/v1alpha1/";
    private static final String CACHES = API + "localmodelcaches";
    private static final String GROUPS = API + "localmodelnodegroups";
    private static final String URI = "hf://org/llama";
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices";

    private long generation = System.currentTimeMillis() * 1000;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private TopicWriter topics;

    @BeforeEach
    void open() {
        topics = new TopicWriter();
    }

    /// Other tests have the same Kafka and the same database.
    @AfterEach
    void close() {
        for (String node : List.of("lm-1", "lm-2", "lm-3")) {
            topics.send(new NodeRemoved(node, ++generation));
        }
        for (String cache : List.of("told", "followed", "first", "second", "lonely", "used")) {
            given().delete(CACHES + "/" + cache);
        }
        topics.close();
    }

    @Test
    void shouldTellTheLoadersOfCachesAndGroups() {
        createGroup("lm-told", "64Mi");
        Http.yaml()
                .body(cache("told", URI + "-told", "1.5Mi", "lm-told"))
                .post(CACHES)
                .then()
                .statusCode(201);
        given().delete(CACHES + "/told").then().statusCode(200);

        try (TopicReader reader = new TopicReader(Topic.MODEL_CACHES.topicName())) {
            List<ModelCacheEvent> told =
                    reader.awaitEvents(
                            Keys.modelCache(Keys.CLUSTER_SCOPE, "told"), ModelCacheEvent.class, 2);
            assertThat(told.getFirst())
                    .isInstanceOfSatisfying(
                            ModelCacheApplied.class,
                            applied -> {
                                assertThat(applied.modelSize()).isEqualTo(3 * 512 * 1024);
                                assertThat(applied.nodeGroups()).containsExactly("lm-told");
                                assertThat(applied.artifact()).isEqualTo(reference(URI + "-told"));
                            });
            assertThat(told.getLast()).isInstanceOf(ModelCacheDeleted.class);
            assertThat(reader.awaitEvents(Keys.modelNodeGroup("lm-told"), ModelCacheEvent.class, 1))
                    .first()
                    .isInstanceOfSatisfying(
                            ModelNodeGroupApplied.class,
                            group -> {
                                assertThat(group.storageLimit()).isEqualTo(64 << 20);
                                assertThat(group.nodeSelectorTerms()).hasSize(1);
                            });
        }
    }

    /// So that a service and a cache of its namespace share what is loaded.
    @Test
    void shouldNameTheArtifactThatAServiceOfTheNamespaceWouldHave() {
        createGroup("lm-shared", "64Mi");
        Http.yaml()
                .body(
                        cache("shared", URI + "-shared", "1Mi", "lm-shared")
                                .replace("LocalModelCache", "LocalModelNamespaceCache"))
                .post(API + "namespaces/lm/localmodelnamespacecaches")
                .then()
                .statusCode(201);

        try (TopicReader reader = new TopicReader(Topic.MODEL_CACHES.topicName())) {
            ModelCacheApplied told =
                    reader.awaitEvents(Keys.modelCache("lm", "shared"), ModelCacheApplied.class, 1)
                            .getFirst();
            ArtifactReference ofService =
                    ArtifactReference.of(
                            URI + "-shared",
                            null,
                            ArtifactReference.DEFAULT_MOUNT_PATH,
                            new CredentialsReference("lm", "default", null, null, null));
            assertThat(told.artifact().artifact()).isEqualTo(ofService.artifact());
        }
        given().delete(API + "namespaces/lm/localmodelnamespacecaches/shared");
    }

    @Test
    void shouldSayHowFarEachNodeIs() {
        String artifact = reference(URI + "-followed").artifact();
        createGroup("lm-followed", "64Mi");
        create("followed", "1Mi", "lm-followed");
        await("NoNodes").atMost(PATIENCE).untilAsserted(() -> assertReady("followed", "NoNodes"));
        appears("lm-1", "lm-followed");
        appears("lm-2", "lm-followed");
        appears("lm-3", "elsewhere");

        awaitNodes(
                "followed", Map.of("lm-1", "NodeDownloadPending", "lm-2", "NodeDownloadPending"));
        topics.send(new ArtifactProgressed(artifact, "lm-1", URI, ++generation, 1, 2L, 1));
        awaitNodes("followed", Map.of("lm-1", "NodeDownloading", "lm-2", "NodeDownloadPending"));
        topics.send(cached(artifact, "lm-1"));
        topics.send(
                new ArtifactFailed(
                        artifact,
                        "lm-2",
                        URI,
                        ++generation,
                        Failure.of(FailureReason.STORAGE_NOT_FOUND, "nothing there", "Look."),
                        null));
        awaitNodes("followed", Map.of("lm-1", "NodeDownloaded", "lm-2", "NodeDownloadError"));
        assertReady("followed", "DownloadFailed");
        JsonPath status = status("followed");
        assertThat(status.getMap("status.copies"))
                .isEqualTo(Map.of("available", 1, "total", 2, "failed", 1));
        topics.send(cached(artifact, "lm-2"));

        await("both have it")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertReady("followed", "Downloaded"));
        assertThat(status("followed").getString("status.conditions[0].status")).isEqualTo("True");

        topics.send(new NodeRemoved("lm-2", ++generation));

        awaitNodes("followed", Map.of("lm-1", "NodeDownloaded"));
    }

    @Test
    void shouldRefuseRoomThatAGroupDoesNotHave() {
        createGroup("lm-full", "10Mi");
        create("first", "6Mi", "lm-full");
        create("second", "5Mi", "lm-full");

        await("refused")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertReady("second", "StorageLimitExceeded"));
        assertThat(status("second").getString("status.conditions[0].message"))
                .contains("lm-full", "10485760", "5242880", "storageLimit");
        await("the group's room")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        given().get(GROUPS + "/lm-full")
                                .then()
                                .body("status.used", equalTo("6291456"))
                                .body("status.available", equalTo("4194304")));

        given().delete(CACHES + "/first").then().statusCode(200);

        await("room").atMost(PATIENCE).untilAsserted(() -> assertReady("second", "NoNodes"));
    }

    @Test
    void shouldSayThatAGroupIsNotThere() {
        create("lonely", "6Mi", "lm-nowhere");

        await("missing")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertReady("lonely", "NodeGroupNotFound"));
    }

    @Test
    void shouldNameTheServicesThatHaveItsModel() {
        createGroup("lm-used", "64Mi");
        create("used", "1Mi", "lm-used");
        apply("cache-user", URI + "-used/variant", "");
        apply("cache-llm", URI + "-used", "serving.kserve.io/nodegroup: lm-used");
        apply("cache-other", URI + "-used-not", "");
        apply("cache-elsewhere", URI + "-used", "serving.kserve.io/nodegroup: lm-other");
        apply("cache-disabled", URI + "-used", "serving.kserve.io/disable-localmodel: 'true'");

        awaitUsers("cache-llm", "cache-user");

        given().delete(SERVICES + "/cache-user").then().statusCode(200);

        awaitUsers("cache-llm");
        for (String each :
                List.of("cache-llm", "cache-other", "cache-elsewhere", "cache-disabled")) {
            given().delete(SERVICES + "/" + each);
        }
    }

    private static void awaitUsers(String... names) {
        await("users " + List.of(names))
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        status("used")
                                                .<Map<String, String>>getList(
                                                        "status.inferenceServices"))
                                .extracting(each -> each.get("namespace") + "/" + each.get("name"))
                                .containsExactly(
                                        Stream.of(names)
                                                .map("default/"::concat)
                                                .toArray(String[]::new)));
    }

    private static void apply(String name, String uri, String annotation) {
        Http.yaml()
                .body(
                        """
                        apiVersion: serving.kserve.io/v1beta1
                        kind: InferenceService
                        metadata: {name: %s, annotations: {%s}}
                        spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: "%s"}}}
                        """
                                .formatted(name, annotation, uri))
                .post(SERVICES)
                .then()
                .statusCode(201);
    }

    private void appears(String node, String group) {
        topics.send(
                new NodeObserved(
                        node,
                        ++generation,
                        Map.of("group", group),
                        Map.of(),
                        Duration.ofHours(1).toMillis()));
    }

    private ArtifactCached cached(String artifact, String node) {
        return new ArtifactCached(artifact, node, URI, ++generation, "/c", "00", 1, 1, 1);
    }

    private static void awaitNodes(String cache, Map<String, String> nodes) {
        await(nodes.toString())
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(status(cache).<String, String>getMap("status.nodeStatus"))
                                .isEqualTo(nodes));
    }

    private static void assertReady(String cache, String reason) {
        assertThat(status(cache).getString("status.conditions[0].reason")).isEqualTo(reason);
    }

    private static JsonPath status(String cache) {
        return given().get(CACHES + "/" + cache).jsonPath();
    }

    private static ArtifactReference reference(String uri) {
        return ArtifactReference.of(uri, null, ArtifactReference.DEFAULT_MOUNT_PATH);
    }

    private static void create(String name, String size, String group) {
        Http.yaml()
                .body(cache(name, URI + "-" + name, size, group))
                .post(CACHES)
                .then()
                .statusCode(201);
    }

    private static String cache(String name, String uri, String size, String group) {
        return """
        apiVersion: serving.kserve.io/v1alpha1
        kind: LocalModelCache
        metadata: {name: %s}
        spec: {sourceModelUri: "%s", modelSize: %s, nodeGroups: [%s]}
        """
                .formatted(name, uri, size, group);
    }

    /// Of the nodes whose label `group` says so.
    private static void createGroup(String name, String limit) {
        String group =
                """
                apiVersion: serving.kserve.io/v1alpha1
                kind: LocalModelNodeGroup
                metadata: {name: %s}
                spec:
                  storageLimit: %s
                  persistentVolumeClaimSpec: {accessModes: [ReadWriteOnce]}
                  persistentVolumeSpec:
                    accessModes: [ReadWriteOnce]
                    nodeAffinity:
                      required:
                        nodeSelectorTerms:
                          - matchExpressions:
                              - {key: group, operator: In, values: [%s]}
                """
                        .formatted(name, limit, name);
        Http.yaml().body(group).post(GROUPS).then().statusCode(201);
    }
}
