package io.gantry.runtime.llamacpp.openai;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(TinyModel.class)
class RefusalTest {

    @BeforeEach
    void ready() {
        TinyModel.untilReady();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "\"temperature\": \"hot\"|temperature|a number from 0.0 to 2.0",
                "\"temperature\": 2.5|temperature|a number from 0.0 to 2.0",
                "\"max_tokens\": 0|max_tokens|a whole number of at least 1",
                "\"stream\": \"yes\"|stream|true or false",
                "\"stop\": [\"a\",\"b\",\"c\",\"d\",\"e\"]|stop|up to 4 strings",
                "\"n\": 2|n|does not support",
                "\"logprobs\": true|logprobs|does not support",
                "\"tools\": [{}]|tools|does not support",
                "\"response_format\": {\"type\": \"xml\"}|response_format|json_schema",
                "\"response_format\": {\"type\": \"json_schema\"}|response_format|json_schema.schema",
                "\"logit_bias\": {\"x\": 1}|logit_bias|token ids",
            })
    void shouldNameTheFieldThatIsWrong(String field, String name, String message) {
        TinyModel.chat(
                        "{\"model\": \"tiny\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}], %s}"
                                .formatted(field))
                .then()
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo(name))
                .body("error.message", containsString(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"messages\": []}|400|model",
                "{\"model\": \"other\", \"messages\": []}|404|this server has tiny",
                "{\"model\": \"tiny\"}|400|messages",
                "{\"model\": \"tiny\", \"messages\": [{\"role\": \"robot\", \"content\": \"\"}]}|400|robot",
                "{\"model\": \"tiny\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}]}|400|image_url",
                "{\"model\": |400|not valid JSON",
                "[]|400|no JSON object",
            })
    void shouldSayWhatIsWrongWithARequest(String request, int status, String message) {
        TinyModel.chat(request)
                .then()
                .statusCode(status)
                .body("error.message", containsString(message));
    }

    @Test
    void shouldRefuseAPromptThatDoesNotFit() {
        TinyModel.complete(
                        "{\"model\": \"tiny\", \"prompt\": \"%s\"}".formatted("word ".repeat(600)))
                .then()
                .statusCode(400)
                .body("error.code", equalTo("context_length_exceeded"))
                .body("error.message", containsString("together can have 512"));
    }
}
