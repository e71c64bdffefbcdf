package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be read is as if it were not there: the registry has warned of it.
class LogPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "12.5, 12.5",
        "-1, 0",
        "1000, 100",
        "some, 100",
        "NaN, 100",
    })
    void shouldTakeAShareOfAHundred(String percent, double share) {
        LogPolicy policy =
                policy(
                        "{\"logger\": {\"mode\": \"all\"}}",
                        "{\"metadata\": {\"annotations\": {\"gantry.io/log-sample-percent\": \"%s\"}}}"
                                .formatted(percent));

        assertThat(policy.percent()).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({
        "http://sink:8080/in, http://sink:8080/in",
        "HTTPS://sink, HTTPS://sink",
        "kafka://sink,",
        "http://,",
        "http://a b,",
        "/in,",
    })
    void shouldPostToNothingButHttp(String url, @Nullable String sink) {
        LogPolicy policy =
                policy("{\"logger\": {\"mode\": \"all\", \"url\": \"%s\"}}".formatted(url), "{}");

        assertThat(policy.sink() == null ? null : policy.sink().toString()).isEqualTo(sink);
    }

    private static LogPolicy policy(String predictor, String service) {
        return LogPolicy.ofPredictor(json(predictor), json(service)).orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
