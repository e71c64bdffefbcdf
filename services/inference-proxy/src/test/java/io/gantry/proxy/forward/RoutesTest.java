package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RoutesTest {

    private World world;
    private Predictor predictor;

    @BeforeEach
    void open() {
        world = new World();
        predictor = Predictor.named("a");
    }

    @AfterEach
    void close() {
        world.close();
        predictor.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/models/{m}:predict",
        "POST,/v1/models/{m}:explain",
        "GET,/v1/models/{m}",
        "GET,/v2/models/{m}",
        "GET,/v2/models/{m}/ready",
        "POST,/v2/models/{m}/infer",
        "GET,/v2/models/{m}/versions/3",
        "GET,/v2/models/{m}/versions/3/ready",
        "POST,/v2/models/{m}/versions/3/infer",
    })
    void shouldPassModelNamedByPath(String method, String template) {
        // Given
        String model = world.serve(predictor);
        String path = template.replace("{m}", model);

        // When
        HttpResponse<String> answer =
                world.send(
                        world.to(path + "?a=b%20c")
                                .method(
                                        method,
                                        method.equals("GET")
                                                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                                                : java.net.http.HttpRequest.BodyPublishers.ofString(
                                                        "{\"instances\":[]}")));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("a");
        assertThat(predictor.requests()).containsExactly(method + " " + path + "?a=b%20c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/embeddings",
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/responses",
                "/v1/rerank",
                "/rerank",
                "/v2/rerank",
                "/v1/score",
                "/score",
                "/v1/messages",
                "/v1/messages/count_tokens",
                "/openai/v1/embeddings",
                "/openai/v1/chat/completions",
                "/openai/v1/completions",
                "/openai/v1/responses",
                "/openai/v1/rerank",
                "/openai/v1/messages"
            })
    void shouldPassModelNamedByBody(String path) {
        // Given
        String model = world.serve(predictor);

        // When
        HttpResponse<String> answer =
                world.post(
                        path, "{\"input\":{\"model\":\"no\"},\"model\":\"%s\"}".formatted(model));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(predictor.requests()).containsExactly("POST " + path);
    }
}
