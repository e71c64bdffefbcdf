package io.gantry.loader.fetch.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service account's role (IRSA): a token from a file is changed for keys at the security token
/// service. Both services are small servers of this test: neither exists outside of Amazon's cloud.
class WebIdentityTest {

    private static final String KEYS =
            """
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult><Credentials>
                <AccessKeyId>temporary</AccessKeyId><SecretAccessKey>geheim</SecretAccessKey>
                <SessionToken>session</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
              </Credentials></AssumeRoleWithWebIdentityResult>
            </AssumeRoleWithWebIdentityResponse>
            """;

    private static final String EXPIRED =
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <Error><Type>Sender</Type><Code>ExpiredTokenException</Code><Message>Token expired</Message></Error>
            </ErrorResponse>
            """;

    private static final String LISTING =
            """
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Name>models</Name><Prefix>iris/</Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys>
              <IsTruncated>false</IsTruncated>
              <Contents><Key>iris/model</Key><Size>7</Size><ETag>"1"</ETag></Contents>
            </ListBucketResult>
            """;

    @TempDir Path directory;

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/models",
                exchange -> {
                    authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
                    answer(exchange, 200, LISTING);
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldAskWithTheKeysOfTheRole() throws Exception {
        tokenService(200, KEYS);

        try (S3Source source = source()) {
            assertThat(source.list(location())).hasSize(1);
        }

        assertThat(asked.get())
                .contains("WebIdentityToken=jwt", "RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fmodels");
        assertThat(authorization.get()).contains("Credential=temporary/");
    }

    @Test
    void shouldSayThatTheTokenHasExpired() throws Exception {
        tokenService(400, EXPIRED);

        try (S3Source source = source()) {
            Location location = location();
            LoadFailedException failed =
                    catchThrowableOfType(LoadFailedException.class, () -> source.list(location));

            assertThat(failed).isNotNull();
            Failure failure = failed.failure();
            assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
            assertThat(failure.message()).contains("ExpiredTokenException");
            assertThat(failure.toString()).doesNotContain("jwt");
        }
    }

    private Location location() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "jwt");
        return new Location(
                StorageUri.parse("s3://models/iris"),
                new Credentials(
                        Map.of(
                                "AWS_ROLE_ARN",
                                "arn:aws:iam::1:role/models",
                                "AWS_WEB_IDENTITY_TOKEN_FILE",
                                token.toString())));
    }

    private S3Source source() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Settings settings =
                Settings.impatient()
                        .with("gantry.loader.s3.endpoint", url)
                        .with("gantry.loader.s3.sts-endpoint", url);
        return new S3Source(settings.config(), new TrustedCertificates(settings.config()));
    }

    private void tokenService(int status, String xml) {
        server.createContext(
                "/",
                exchange -> {
                    asked.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    answer(exchange, status, xml);
                });
    }

    private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
        try (exchange) {
            byte[] body = xml.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
