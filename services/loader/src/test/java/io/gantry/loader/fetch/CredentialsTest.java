package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    void shouldPutAHostAndItsHeadersTogether() {
        Credentials credentials =
                Credentials.ofEnvironment(
                        Map.of(
                                "GANTRY_HTTPS_HOST_0", "one.example\n",
                                "GANTRY_HTTPS_HEADERS_0", "{\"a\": \"1\"}",
                                "GANTRY_HTTPS_HOST_1", "two.example",
                                "GANTRY_HTTPS_HEADERS_1", "{\"a\": \"2\"}",
                                "GANTRY_HTTPS_HOST_2", "without",
                                "HF_TOKEN", "t"));

        assertThat(credentials.get("one.example-headers")).contains("{\"a\": \"1\"}");
        assertThat(credentials.get("two.example-headers")).contains("{\"a\": \"2\"}");
        assertThat(credentials.get("without-headers")).isEmpty();
        assertThat(credentials.get("HF_TOKEN")).contains("t");
    }
}
