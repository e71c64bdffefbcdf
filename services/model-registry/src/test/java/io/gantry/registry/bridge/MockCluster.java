package io.gantry.registry.bridge;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// fabric8's mock of an API server that has KServe's CRDs. A real one, with etcd, comes with the
/// deployer; this one can be told to misbehave.
final class MockCluster implements AutoCloseable {

    private static final Logger TALKATIVE = Logger.getLogger(MockWebServer.class.getName());

    private static final String EMPTY =
            """
            {"kind": "List", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": []}
            """;

    private final Store objects = new Store();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final Set<String> unlisted = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final Door door = new Door();

    /// Neither shut nor guarded.
    private final Door peoplesDoor = new Door();

    private final KubernetesClient people;

    MockCluster() {
        TALKATIVE.setLevel(Level.WARNING);
        people = client(peoplesDoor);
    }

    /// The client of an instance of the registry.
    KubernetesClient client() {
        return client(door);
    }

    /// A way to the same objects that can be cut without cutting that of others.
    Door ownDoor() {
        return new Door();
    }

    KubernetesClient client(Door through) {
        Config config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://localhost:" + through.port)
                        .withNamespace("default")
                        // The mock is at times slower than people are patient.
                        .withRequestRetryBackoffLimit(through == peoplesDoor ? 3 : 0)
                        .withConnectionTimeout(1000)
                        .withRequestTimeout(10_000)
                        .withWatchReconnectInterval(100)
                        .build();
        KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        clients.add(client);
        return client;
    }

    /// Lets no instance through any more, as when the API server is gone.
    void goAway() {
        door.shut();
    }

    void comeBack() {
        door.open();
    }

    /// Answers requests of instances whose path contains this with that code.
    void refuse(String path, int code) {
        refusals.put(path, code);
    }

    /// How many requests were refused for containing this.
    int refused(String path) {
        return refused.getOrDefault(path, 0);
    }

    void allow(String path) {
        refusals.remove(path);
    }

    /// Has lists of the collection be empty, whatever there is, and watches of it silent.
    void listNothing(String path) {
        unlisted.add(path);
        asked.clear();
    }

    /// Whether somebody has asked for the path of an object since lists have been empty.
    boolean asked(String path) {
        return asked.stream().anyMatch(each -> each.endsWith(path));
    }

    /// As `kubectl apply` does; the status stays.
    void apply(String namespace, String yaml) {
        GenericKubernetesResource object =
                Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        people.resource(object).inNamespace(namespace).createOr(existing -> existing.update());
    }

    void delete(String kind, String namespace, String name) {
        in(kind, namespace).withName(name).delete();
    }

    @Nullable GenericKubernetesResource get(String kind, String namespace, String name) {
        return in(kind, namespace).withName(name).get();
    }

    KubernetesClient people() {
        return people;
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
        door.shut();
        peoplesDoor.shut();
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            in(String name, String namespace) {
        ClusterKind kind =
                ClusterKind.all().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        var all = people.genericKubernetesResources(kind.definition());
        return kind.namespaced() ? all.inNamespace(namespace) : all;
    }

    private static CustomResourceDefinitionContext crd(ClusterKind kind) {
        return new CustomResourceDefinitionContext.Builder()
                .withName(kind.qualified())
                .withGroup(kind.type().group())
                .withVersion(kind.version().name())
                .withKind(kind.name())
                .withPlural(kind.type().plural())
                .withScope(kind.namespaced() ? "Namespaced" : "Cluster")
                .withStatusSubresource(kind.version().statusSubresource())
                .build();
    }

    /// A port at which the objects can be had.
    final class Door extends Dispatcher {

        private @Nullable MockWebServer server;
        private int port;

        private Door() {
            open();
        }

        void open() {
            MockWebServer opened = new MockWebServer();
            opened.setDispatcher(this);
            opened.start(port);
            port = opened.getPort();
            server = opened;
        }

        void shut() {
            if (server != null) {
                server.shutdown();
                server = null;
            }
        }

        private Optional<MockResponse> nothing(RecordedRequest request) {
            String path = request.getPath();
            return unlisted.stream()
                    .filter(collection ->
                            path.endsWith(collection) || path.contains(collection + "?"))
                    .findFirst()
                    .map(collection ->
                            path.contains("watch=true")
                                    ? objects.handleWatch(
                                            path.replace(collection, collection + "-of-nobody"))
                                    : new MockResponse().setResponseCode(200).setBody(EMPTY));
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            for (Map.Entry<String, Integer> refusal : refusals.entrySet()) {
                if (this != peoplesDoor && request.getPath().contains(refusal.getKey())) {
                    refused.merge(refusal.getKey(), 1, Integer::sum);
                    String body =
                            Serialization.asJson(
                                    new StatusBuilder()
                                            .withCode(refusal.getValue())
                                            .withMessage("refused by the test")
                                            .build());
                    return new MockResponse().setResponseCode(refusal.getValue()).setBody(body);
                }
            }
            Optional<MockResponse> nothing =
                    request.getMethod().equals("GET") ? nothing(request) : Optional.empty();
            if (nothing.isPresent()) {
                return nothing.get();
            }
            if (request.getMethod().equals("GET")) {
                asked.add(request.getPath());
            }
            return objects.dispatch(request);
        }
    }

    /// The mock fails a write, though it keeps what was written, when it is to tell a watch of it
    /// that is just ending. So watches do not end: what has nobody listening is told into the void.
    private static final class Store extends KubernetesCrudDispatcher {

        Store() {
            super(ClusterKind.all().stream().map(MockCluster::crd).toList());
        }

        @Override
        public MockResponse handleWatch(String path) {
            WebSocketListener watch = super.handleWatch(path).getWebSocketListener();
            return new MockResponse()
                    .withWebSocketUpgrade(
                            new WebSocketListener() {
                                @Override
                                public void onOpen(WebSocket webSocket, Response response) {
                                    watch.onOpen(webSocket, response);
                                }

                                @Override
                                public void onMessage(WebSocket webSocket, String text) {
                                    watch.onMessage(webSocket, text);
                                }

                                @Override
                                public void onClosing(
                                        WebSocket webSocket, int code, String reason) {
                                    watch.onClosing(webSocket, code, reason);
                                }
                            });
        }
    }
}
