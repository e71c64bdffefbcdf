package io.gantry.runtime.llamacpp.openai;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TinyModel.class)
class ChatTest {

    private static final String QUESTION =
            """
            {"model": "tiny", "temperature": 0, "messages": [{"role": "user", "content": "What is the capital of France?"}]}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeEach
    void ready() {
        TinyModel.untilReady();
    }

    @Test
    void shouldAnswerAQuestion() {
        TinyModel.chat(QUESTION)
                .then()
                .statusCode(200)
                .body("object", equalTo("chat.completion"))
                .body("id", startsWith("chatcmpl-"))
                .body("model", equalTo("tiny"))
                .body("choices[0].message.role", equalTo("assistant"))
                .body("choices[0].message.content", containsString("Paris"))
                .body("choices[0].finish_reason", equalTo("stop"))
                .body("usage.prompt_tokens", greaterThan(5))
                .body("usage.completion_tokens", greaterThan(0));
    }

    @Test
    void shouldStreamTheSameAnswer() throws Exception {
        String whole = TinyModel.chat(QUESTION).path("choices[0].message.content");

        List<JsonNode> events = events(with(QUESTION, "\"stream\": true"));

        assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        StringBuilder text = new StringBuilder();
        events.forEach(each -> text.append(each.at("/choices/0/delta/content").asText("")));
        assertThat(text.toString()).isEqualTo(whole);
        assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events).allSatisfy(each -> assertThat(each.has("usage")).isFalse());
        assertThat(events)
                .extracting(each -> each.path("id").asText())
                .containsOnly(events.getFirst().path("id").asText());
    }

    @Test
    void shouldEndAStreamWithWhatItTookWhenAsked() throws Exception {
        List<JsonNode> events =
                events(
                        with(
                                QUESTION,
                                "\"stream\": true, \"stream_options\": {\"include_usage\": true}"));

        JsonNode last = events.getLast();
        assertThat(last.path("choices")).isEmpty();
        int completion = last.at("/usage/completion_tokens").asInt();
        assertThat(completion).isPositive();
        assertThat(last.at("/usage/total_tokens").asInt())
                .isEqualTo(completion + last.at("/usage/prompt_tokens").asInt());
    }

    @Test
    void shouldCutAnAnswerThatIsToBeShort() {
        TinyModel.chat(with(QUESTION, "\"max_completion_tokens\": 2"))
                .then()
                .statusCode(200)
                .body("choices[0].finish_reason", equalTo("length"))
                .body("usage.completion_tokens", equalTo(2));
    }

    @Test
    void shouldDrawTheSameForTheSameSeed() {
        String request =
                with(QUESTION.replace("\"temperature\": 0", "\"temperature\": 1.5"), "\"seed\": 7");

        String once = TinyModel.chat(request).path("choices[0].message.content");
        String again = TinyModel.chat(request).path("choices[0].message.content");

        assertThat(again).isEqualTo(once);
    }

    @Test
    void shouldKeepToASchema() throws Exception {
        String content =
                TinyModel.chat(
                                with(
                                        QUESTION,
                                        """
                                        "max_tokens": 100, "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema":
                                          {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1, "maximum": 9}}, "required": ["n"], "additionalProperties": false}}}
                                        """))
                        .path("choices[0].message.content");

        assertThat(JSON.readTree(content).path("n").isInt()).isTrue();
    }

    @Test
    void shouldReadPartsOfTextAndTheNewerNameOfTheSystem() {
        TinyModel.chat(
                        """
                        {"model": "tiny", "temperature": 0, "messages": [
                          {"role": "developer", "content": "Be short."},
                          {"role": "user", "content": [{"type": "text", "text": "What is the capital "}, {"type": "text", "text": "of France?"}]}]}
                        """)
                .then()
                .statusCode(200);
    }

    @Test
    void shouldListItsModel() {
        get("/v1/models")
                .then()
                .statusCode(200)
                .body("data[0].id", equalTo("tiny"))
                .body("data[0].max_model_len", equalTo(512));
        get("/v1/models/other").then().statusCode(404);
    }

    @Test
    void shouldAnswerAtKServesAddressToo() {
        given().contentType("application/json")
                .body(QUESTION)
                .post("/openai/v1/chat/completions")
                .then()
                .statusCode(200);
    }

    private static String with(String request, String fields) {
        return request.replaceFirst("\\{", "{" + Matcher.quoteReplacement(fields) + ", ");
    }

    private static List<JsonNode> events(String request) throws Exception {
        String body =
                TinyModel.chat(request)
                        .then()
                        .statusCode(200)
                        .contentType(startsWith("text/event-stream"))
                        .extract()
                        .asString();
        List<String> lines = body.lines().filter(line -> !line.isEmpty()).toList();
        assertThat(lines).allMatch(line -> line.startsWith("data: "));
        assertThat(lines.getLast()).isEqualTo("data: [DONE]");
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            events.add(JSON.readTree(line.substring("data: ".length())));
        }
        return events;
    }
}
