package io.gantry.runtime.llamacpp.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TinyModel.class)
class CompletionTest {

    /// Goes on until the context is full, which takes some seconds.
    private static final String LONG =
            """
            {"model": "tiny", "prompt": "In the beginning", "max_tokens": 500, "ignore_eos": true, "stream": true}
            """;

    @BeforeEach
    void ready() {
        TinyModel.untilReady();
    }

    @Test
    void shouldGoOnFromAText() {
        TinyModel.complete(
                        """
                        {"model": "tiny", "prompt": "In the beginning", "max_tokens": 4, "temperature": 0, "ignore_eos": true}
                        """)
                .then()
                .statusCode(200)
                .body("object", equalTo("text_completion"))
                .body("id", startsWith("cmpl-"))
                .body("choices[0].finish_reason", equalTo("length"))
                .body("usage.completion_tokens", equalTo(4));
    }

    @Test
    void shouldStopBeforeAText() {
        String whole =
                TinyModel.complete(
                                """
                                {"model": "tiny", "prompt": "In the beginning", "max_tokens": 20, "temperature": 0}
                                """)
                        .path("choices[0].text");
        String stop = whole.substring(4, 7);

        TinyModel.complete(
                        """
                        {"model": "tiny", "prompt": "In the beginning", "max_tokens": 20, "temperature": 0, "stop": "%s"}
                        """
                                .formatted(stop))
                .then()
                .body("choices[0].text", equalTo(whole.substring(0, whole.indexOf(stop))))
                .body("choices[0].finish_reason", equalTo("stop"));
    }

    @Test
    void shouldCountUnderTheNamesOfVllm() {
        double prompts = TinyModel.metric("vllm:prompt_tokens_total");
        double tokens = TinyModel.metric("vllm:generation_tokens_total");

        int completion =
                TinyModel.complete(
                                """
                                {"model": "tiny", "prompt": "In the beginning", "max_tokens": 9, "ignore_eos": true}
                                """)
                        .path("usage.completion_tokens");

        assertThat(completion).isEqualTo(9);
        assertThat(TinyModel.metric("vllm:generation_tokens_total")).isEqualTo(tokens + 9);
        assertThat(TinyModel.metric("vllm:prompt_tokens_total")).isGreaterThan(prompts);
        assertThat(TinyModel.metric("vllm:time_to_first_token_seconds_count")).isPositive();
        assertThat(TinyModel.metric("vllm:num_requests_running")).isZero();
    }

    @Test
    void shouldStopGeneratingWhenItsClientHasGone() throws Exception {
        double aborted = aborted();

        try (Socket client = post(LONG)) {
            InputStream in = client.getInputStream();
            byte[] some = in.readNBytes(400);
            assertThat(new String(some, StandardCharsets.UTF_8)).contains("data: ");
        }

        await().untilAsserted(() -> assertThat(aborted()).isEqualTo(aborted + 1));
        await().until(() -> TinyModel.metric("vllm:num_requests_running") == 0);
        await().until(() -> TinyModel.metric("vllm:kv_cache_usage_perc") == 0);
    }

    /// Two are generated for, two wait, the fifth is refused.
    @Test
    void shouldRefuseWhatItHasNoPlaceFor() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                clients.add(post(LONG.replace("\"stream\": true", "\"stream\": false")));
            }
            await().until(() -> TinyModel.metric("vllm:num_requests_running") == 2);
            for (int i = 0; i < 2; i++) {
                clients.add(post(LONG));
            }
            await().until(() -> TinyModel.metric("vllm:num_requests_waiting") == 2);

            TinyModel.complete(LONG)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "1")
                    .body("error.code", equalTo("overloaded"));
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        await().until(() -> TinyModel.metric("vllm:num_requests_running") == 0);
    }

    private static double aborted() {
        return TinyModel.metric(
                "vllm:request_success_total{engine=\"0\",finished_reason=\"abort\"");
    }

    private static Socket post(String body) throws Exception {
        Socket client = new Socket("localhost", RestAssured.port);
        client.getOutputStream()
                .write(
                        "POST /v1/completions HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body)
                                .getBytes(StandardCharsets.UTF_8));
        return client;
    }
}
