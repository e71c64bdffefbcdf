package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// fabric8's mock of an API server, for tests that run without a cluster: it keeps what it is given
/// and tells watchers, and nothing else. It has no controllers, so there are no pods but those that
/// a test makes; server-side apply is a merge. What a real one does, `testing/e2e` shows.
final class MockApiServer implements AutoCloseable {

    private static final String APPLY = "application/apply-patch+yaml";

    private final MockWebServer server = new MockWebServer();
    private final Queue<Apply> applied = new ConcurrentLinkedQueue<>();
    private final KubernetesClient client;

    MockApiServer() {
        server.setDispatcher(new WithApply(applied));
        server.start(0);
        client =
                new KubernetesClientBuilder()
                        .withConfig(
                                new ConfigBuilder(Config.empty())
                                        .withMasterUrl("http://localhost:" + server.getPort())
                                        .withNamespace("default")
                                        .build())
                        .build();
    }

    KubernetesClient client() {
        return client;
    }

    /// What was applied by somebody, in order. The mock does not keep whose a field is.
    List<Apply> applied(String manager) {
        return applied.stream()
                .filter(each -> each.path().contains("fieldManager=" + manager))
                .toList();
    }

    /// @param path with the query
    record Apply(String path, String body) {}

    @Override
    public void close() {
        client.close();
        server.shutdown();
    }

    private static final class WithApply extends KubernetesCrudDispatcher {

        private final Queue<Apply> applied;

        private WithApply(Queue<Apply> applied) {
            this.applied = applied;
        }

        @Override
        public MockResponse handlePatch(RecordedRequest request) {
            if (!String.valueOf(request.getHeader("Content-Type")).startsWith(APPLY)) {
                return super.handlePatch(request);
            }
            // It can be read once.
            String body = request.getUtf8Body();
            applied.add(new Apply(request.getPath(), body));
            String path = request.getPath().replaceFirst("\\?.*", "");
            MockResponse current = handleGet(path);
            if (current.code() == HttpURLConnection.HTTP_NOT_FOUND) {
                String collection = path.substring(0, path.lastIndexOf('/'));
                return handleCreate(as(request, HttpMethod.POST, collection, body));
            }
            ObjectNode object = json(current.getBody().readUtf8());
            merge(object, json(body));
            return handleUpdate(as(request, HttpMethod.PUT, path, object.toString()));
        }

        /// Lists are replaced as a whole.
        private static void merge(ObjectNode object, ObjectNode applied) {
            applied.properties()
                    .forEach(field -> {
                        if (field.getValue() instanceof ObjectNode inner
                                && object.get(field.getKey()) instanceof ObjectNode known) {
                            merge(known, inner);
                        } else {
                            object.set(field.getKey(), field.getValue());
                        }
                    });
        }

        private static ObjectNode json(String text) {
            return Serialization.unmarshal(text, ObjectNode.class);
        }

        private static RecordedRequest as(
                RecordedRequest request, HttpMethod method, String path, String body) {
            Headers headers = Headers.builder().add("Content-Type", "application/json").build();
            return new RecordedRequest(
                    request.getHttpVersion(),
                    method,
                    path,
                    headers,
                    new Buffer(body.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
