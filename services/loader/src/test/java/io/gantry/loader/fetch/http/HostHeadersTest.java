package io.gantry.loader.fetch.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.AsSomebody;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of hosts that want to know who asks.
class HostHeadersTest {

    private static final byte[] WEIGHTS = "weights, many of them".getBytes(UTF_8);
    private static final String TOKEN = "Bearer geheim";
    private static final String HEADERS =
            "{\"Authorization\": \"Bearer geheim\", \"X-Account\": \"me\", \"Cookie\": \"a=b\"}";

    @TempDir Path cache;

    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private Origin origin;
    private Origin cdn;

    @BeforeEach
    void start() throws IOException {
        origin = new Origin();
        cdn = new Origin();
        Origin.Answer file = Origin.file(WEIGHTS, "\"1\"");
        origin.at("/model", guarded(file));
        origin.at("/moved", guarded(Origin.redirect(302, "/model")));
        origin.at("/away", guarded(Origin.redirect(302, cdn.uri("/away"))));
        cdn.at(
                "/away",
                exchange -> {
                    elsewhere.addAll(exchange.getRequestHeaders().keySet());
                    file.to(exchange);
                });
    }

    @AfterEach
    void stop() {
        origin.close();
        cdn.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/model", "/moved"})
    void shouldSendAHostItsHeaders(String path) {
        try (Loading loading = as("127.0.0.1-headers", HEADERS)) {
            assertThat(loading.loaded(origin.uri(path)).bytes()).isEqualTo(WEIGHTS.length);
        }
    }

    @Test
    void shouldNotSendThemToAnotherPort() {
        try (Loading loading = as("127.0.0.1-headers", HEADERS)) {
            assertThat(loading.loaded(origin.uri("/away")).bytes()).isEqualTo(WEIGHTS.length);
        }
        assertThat(elsewhere)
                .contains("Range")
                .doesNotContain("Authorization", "X-account", "Cookie");
    }

    @Test
    void shouldNotSendThemToAnotherHost() {
        try (Loading loading = as("models.example-headers", HEADERS)) {
            Failure failure = loading.failure(origin.uri("/model"));

            assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
            assertThat(failure.message()).contains("127.0.0.1 answered 401");
            assertThat(failure.remedy()).contains("https-host and headers", "127.0.0.1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer geheim | no JSON object",
                "[\"geheim\"] | no JSON object",
                "{\"Authorization\": \"geheim\" | no JSON object",
                "{\"Authorization\": \"geheim\"} more | no JSON object",
                "{\"Authorization\": {\"geheim\": 1}} | no text that a header may have for Authorization",
                "{\"Authorization\": \"geheim\\r\\nX-Evil: 1\"} | no text that a header may have for Authorization",
                "{\"geheim: 1\": \"geheim\"} | name is no name of a header",
                "{\"Range\": \"geheim\"} | Range, which cannot be set"
            })
    void shouldRefuseHeadersThatAreNoneWithoutShowingThem(String headers, String found) {
        try (Loading loading = as("127.0.0.1-headers", headers)) {
            Failure failure = loading.failure(origin.uri("/model"));

            assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
            assertThat(failure.message()).contains("the headers for 127.0.0.1", found);
            assertThat(failure.remedy()).contains("https-host is 127.0.0.1");
            assertThat(failure.toString()).doesNotContain("geheim");
        }
        assertThat(origin.ranges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://host/m, https://host/n, true",
        "https://host/m, https://HOST:443/n, true",
        "http://host/m, http://host:80/m, true",
        "http://host/m, https://host/m, false",
        "https://host/m, https://host:8443/m, false",
        "https://host/m, https://host.example/m, false"
    })
    void shouldKnowWhereSecretsMayGo(URI target, URI at, boolean sent) {
        HttpGet get = HttpGet.of(target).withSecrets(Map.of("Authorization", TOKEN));

        assertThat(get.headersAt(at).containsKey("authorization")).isEqualTo(sent);
        assertThat(get.toString()).doesNotContain("geheim");
    }

    private static Origin.Answer guarded(Origin.Answer answer) {
        return exchange -> {
            if (TOKEN.equals(header(exchange, "Authorization"))
                    && "me".equals(header(exchange, "X-Account"))) {
                answer.to(exchange);
            } else {
                exchange.sendResponseHeaders(401, -1);
            }
        };
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getOrDefault(name, List.of("")).getFirst();
    }

    private Loading as(String name, String value) {
        Settings settings = Settings.impatient();
        var config = settings.config();
        return new Loading(
                cache,
                settings,
                AsSomebody.with(
                        new HttpSource(config, new TrustedCertificates(config)), name, value));
    }
}
