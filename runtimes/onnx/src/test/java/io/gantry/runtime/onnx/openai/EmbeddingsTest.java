package io.gantry.runtime.onnx.openai;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.gantry.runtime.onnx.serve.ReadyServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// OpenAI's embeddings with the sample model.
@QuarkusTest
class EmbeddingsTest {

    @BeforeEach
    void ready() {
        ReadyServer.untilReady();
    }

    /// The cosines that the documentation of sentence-transformers prints for this model are .666,
    /// .105 and .141; ours is quantized.
    @Test
    void shouldAgreeWithThePublishedSimilarities() {
        // When
        List<Float> weather = embed("The weather is lovely today.");
        List<Float> sunny = embed("It's so sunny outside!");
        List<Float> stadium = embed("He drove to the stadium.");
        // Then
        assertThat(cosine(weather, sunny)).isCloseTo(0.6660, within(0.03));
        assertThat(cosine(weather, stadium)).isCloseTo(0.1046, within(0.03));
        assertThat(cosine(sunny, stadium)).isCloseTo(0.1411, within(0.03));
        assertThat(cosine(weather, weather)).isCloseTo(1, within(1e-5));
    }

    @Test
    void shouldEmbedSeveralTextsInTheirOrder() {
        // Given
        List<Float> cat = embed("a cat");
        // When
        ValidatableResponse response =
                post("""
                {"model":"minilm","input":["a much longer text about the history of Rome","a cat"]}
                """)
                        .statusCode(200)
                        .body("object", equalTo("list"))
                        .body("model", equalTo("minilm"))
                        .body("data.index", contains(0, 1))
                        .body("data[0].object", equalTo("embedding"))
                        .body("data[0].embedding", hasSize(384))
                        .body("usage.prompt_tokens", equalTo(15))
                        .body("usage.total_tokens", equalTo(15));
        // Then: a batch of a quantized model is scaled as a whole, so that the same text may differ
        // a bit
        List<Float> same = response.extract().path("data[1].embedding");
        assertThat(cosine(cat, same)).isGreaterThan(0.97);
    }

    @Test
    void shouldEmbedMoreTextsThanOnePassTakes() {
        String texts = "\"a text\",".repeat(99) + "\"the last\"";
        post("{\"model\":\"minilm\",\"input\":[" + texts + "]}")
                .statusCode(200)
                .body("data", hasSize(100))
                .body("usage.prompt_tokens", equalTo(400));
    }

    @Test
    void shouldTakeTokenIds() {
        // Given
        List<Float> hello = embed("hello");
        // When
        List<Float> one =
                post("{\"model\":\"minilm\",\"input\":[101,7592,102]}")
                        .statusCode(200)
                        .body("usage.prompt_tokens", equalTo(3))
                        .extract()
                        .path("data[0].embedding");
        List<Float> two =
                post("{\"model\":\"minilm\",\"input\":[[101,7592,102],[101,102]]}")
                        .statusCode(200)
                        .body("data", hasSize(2))
                        .extract()
                        .path("data[0].embedding");
        // Then
        assertThat(one).isEqualTo(hello);
        assertThat(cosine(one, two)).isGreaterThan(0.97);
    }

    @Test
    void shouldEncodeAsBase64() {
        // Given
        List<Float> plain = embed("hello");
        // When
        String encoded =
                post("{\"model\":\"minilm\",\"input\":\"hello\",\"encoding_format\":\"base64\"}")
                        .statusCode(200)
                        .extract()
                        .path("data[0].embedding");
        // Then
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(encoded)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(plain).allSatisfy(value -> assertThat(bytes.getFloat()).isEqualTo(value));
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void shouldAnswerAtTheAddressOfKServesServer() {
        given().body("{\"model\":\"minilm\",\"input\":\"hello\"}")
                .post("/openai/v1/embeddings")
                .then()
                .statusCode(200)
                .body("data", hasSize(1));
    }

    @Test
    void shouldTakeTheDimensionsThatTheModelHas() {
        post("{\"model\":\"minilm\",\"input\":\"hello\",\"dimensions\":384}")
                .statusCode(200)
                .body("data[0].embedding", hasSize(384));
    }

    @Test
    void shouldRefuseWhatIsTooLongUnlessToldToTruncate() {
        String text = "word ".repeat(200);
        post("{\"model\":\"minilm\",\"input\":\"%s\"}".formatted(text))
                .statusCode(400)
                .body("error.code", equalTo("context_length_exceeded"))
                .body("error.param", equalTo("input"))
                .body(
                        "error.message",
                        startsWith(
                                "Entry 0 of \"input\" has 202 tokens, and minilm reads at most 128:"));
        post("{\"model\":\"minilm\",\"input\":\"%s\",\"truncate_prompt_tokens\":-1}"
                        .formatted(text))
                .statusCode(200)
                .body("usage.prompt_tokens", equalTo(128));
        post("{\"model\":\"minilm\",\"input\":\"%s\",\"truncate_prompt_tokens\":10}"
                        .formatted(text))
                .statusCode(200)
                .body("usage.prompt_tokens", equalTo(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":\"a\"}|model|The request has no \"model\", a string.",
                "{\"model\":\"minilm\"}|input|\"input\" is missing: give a string, 1 to 2048 strings, or token ids.",
                "{\"model\":\"minilm\",\"input\":[]}|input|\"input\" is an array of 0: give a string, 1 to 2048 strings, or token ids.",
                "{\"model\":\"minilm\",\"input\":{}}|input|\"input\" is object: give a string, 1 to 2048 strings, or token ids.",
                "{\"model\":\"minilm\",\"input\":[\"a\",1]}|input|Entry 1 of \"input\" is 1: all are strings, or all are token ids of at least 0.",
                "{\"model\":\"minilm\",\"input\":[1,\"a\"]}|input|Entry 1 of \"input\" is \"a\": all are strings, or all are token ids of at least 0.",
                "{\"model\":\"minilm\",\"input\":[[1],-2]}|input|Entry 1 of \"input\" is -2: all are strings, or all are token ids of at least 0.",
                "{\"model\":\"minilm\",\"input\":\"a\",\"encoding_format\":\"hex\"}|encoding_format|\"encoding_format\" is \"hex\": use \"float\" or \"base64\".",
                "{\"model\":\"minilm\",\"input\":\"a\",\"dimensions\":0}|dimensions|\"dimensions\" is 0: use a whole number of at least 1.",
                "{\"model\":\"minilm\",\"input\":\"a\",\"dimensions\":100}|dimensions|\"dimensions\" is 100: minilm has embeddings of 384 dimensions, and was not trained to have them shortened.",
                "{\"model\":\"minilm\",\"input\":\"a\",\"dimensions\":1000}|dimensions|\"dimensions\" is 1000: minilm has embeddings of 384 dimensions, and was not trained to have them shortened.",
            })
    void shouldNameTheParameterThatIsWrong(String request, String parameter, String message) {
        post(request)
                .statusCode(400)
                .contentType("application/json")
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo(parameter))
                .body("error.message", equalTo(message));
    }

    @Test
    void shouldAnswerBrokenJsonAndUnknownModelsInOpenAiWords() {
        post("{\"model\":")
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.message", startsWith("The request is not valid JSON: "));
        post("{\"model\":\"gpt\",\"input\":\"a\"}")
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"))
                .body(
                        "error.message",
                        equalTo("Model with name gpt does not exist: this server has minilm."));
        post("{\"model\":\"minilm\",\"input\":[[]]}")
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"));
    }

    private static List<Float> embed(String text) {
        return post("{\"model\":\"minilm\",\"input\":\"%s\"}".formatted(text))
                .statusCode(200)
                .extract()
                .path("data[0].embedding");
    }

    private static ValidatableResponse post(String request) {
        return given().contentType("application/json").body(request).post("/v1/embeddings").then();
    }

    private static double cosine(List<Float> a, List<Float> b) {
        double dot = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.size(); i++) {
            dot += (double) a.get(i) * b.get(i);
            lengthA += (double) a.get(i) * a.get(i);
            lengthB += (double) b.get(i) * b.get(i);
        }
        return dot / Math.sqrt(lengthA * lengthB);
    }
}
