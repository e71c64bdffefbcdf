package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.Endpoint;
import io.gantry.events.Keys;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// LLMInferenceServices whose servers know their models by other names than the services'.
@QuarkusTest
class ServedNamesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private World world;
    private Predictor server;

    @BeforeEach
    void open() {
        world = new World();
        server = Predictor.named("server");
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @Test
    void shouldFindAServiceByWhatItsServerCallsTheModelAndItsAdapters() {
        String model = "org/" + World.newName();
        String adapter = World.newName();
        world.serveWith(llm(model, adapter), server);

        assertThat(ask(model).body()).isEqualTo("server");
        assertThat(ask(adapter).body()).isEqualTo("server");
        assertThat(world.send(asking(adapter).header("KServe-Isvc-Namespace", "default")).body())
                .isEqualTo("server");
    }

    @Test
    void shouldSayByWhichNamesToAskWhereTheServerDoesNotKnowTheServices() {
        String model = World.newName();
        String adapter = World.newName();
        String service = world.serveWith(llm(model, adapter), server);

        HttpResponse<String> refused = ask(service);

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body())
                .contains("under other names: ask for %s, %s".formatted(model, adapter));
        assertThat(server.requests()).isEmpty();
        assertThat(world.send(asking(model).header("X-Gateway-Model-Name", service)).statusCode())
                .isEqualTo(200);
        assertThat(
                        world.post(
                                        "/serving/default/%s/v1/embeddings".formatted(service),
                                        body(model))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldListTheNamesThatServersAccept() throws Exception {
        String model = World.newName();
        String adapter = World.newName();
        String service = world.serveWith(llm(model, adapter), server);

        assertThat(listed()).contains(model, adapter).doesNotContain(service);
        assertThat(world.get("/openai/v1/models/" + adapter).body())
                .startsWith("{\"id\":\"%s\"".formatted(adapter));
        assertThat(world.get("/openai/v1/models/" + service).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldNotGuessWhichOfTwoServersIsMeant() throws Exception {
        String model = World.newName();
        String one = world.serveWith(llm(model, "a"), server);
        String other = world.serveWith(llm(model, "b"), server);

        HttpResponse<String> refused = ask(model);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("default/" + one, "default/" + other);
        assertThat(listed()).doesNotContain(model);
    }

    @Test
    void shouldNotLetAServerTakeTheNameOfAService() {
        try (Predictor own = Predictor.named("own")) {
            String service = world.serve(own);
            world.serveWith(llm(service, "c"), server);

            assertThat(ask(service).body()).isEqualTo("own");
        }
    }

    @Test
    void shouldForgetANameThatNoRevisionHasAnyMore() {
        String old = World.newName();
        String service = world.serveWith(llm(old, "d"), server);
        assertThat(ask(old).statusCode()).isEqualTo(200);

        String model = World.newName();
        Endpoint endpoint = server.endpoint();
        world.publish(
                Events.applied(
                        Keys.DEFAULT_NAMESPACE,
                        service,
                        Events.revision(service, 2, 100, llm(model, "d"))),
                Events.ready(Keys.DEFAULT_NAMESPACE, service, 2, endpoint));
        world.awaitRoute(service, route -> route.served().contains(model));

        assertThat(ask(model).statusCode()).isEqualTo(200);
        assertThat(ask(old).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> ask(String model) {
        return world.send(asking(model));
    }

    private java.net.http.HttpRequest.Builder asking(String model) {
        return world.posting("/v1/embeddings", body(model));
    }

    private List<String> listed() throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode model : JSON.readTree(world.get("/v1/models").body()).path("data")) {
            ids.add(model.path("id").asText());
        }
        return ids;
    }

    private static String body(String model) {
        return "{\"model\":\"%s\"}".formatted(model);
    }

    /// A revision as the registry makes it of an LLMInferenceService.
    private static String llm(String model, String adapter) {
        return "{\"llm\":{\"model\":{\"uri\":\"hf://a/b\",\"name\":\"%s\",\"lora\":{\"adapters\":[{\"name\":\"%s\"}]}}}}"
                .formatted(model, adapter);
    }
}
