package io.gantry.loader.fetch.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Certificates;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An S3 of somebody else's: keys that the embedded one refuses to store, and another region.
class ForeignS3Test {

    private static final String LISTING =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Name>models</Name><Prefix>iris/</Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys>
              <IsTruncated>false</IsTruncated>
              <Contents><Key>iris/%s</Key><Size>7</Size><ETag>"1"</ETag></Contents>
            </ListBucketResult>
            """;

    private static final String ELSEWHERE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>PermanentRedirect</Code><Message>Elsewhere</Message></Error>
            """;

    @TempDir Path cache;

    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(loopback(), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/cron.d/evil",
                "a/../../../evil",
                "..",
                "./evil",
                "a//b",
                "/etc/passwd",
                "a\\..\\evil"
            })
    void shouldRefuseKeysThatLeadOutOfTheDirectory(String key) throws IOException {
        answer(200, LISTING.formatted(key));

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_CONTENT_REFUSED);
        assertThat(cache.resolveSibling("evil")).doesNotExist();
    }

    @Test
    void shouldSignForTheRegionAndNameItWhenItIsTheWrongOne() {
        answer(301, ELSEWHERE);

        Failure failure = failure();

        assertThat(authorization.get()).contains("/eu-central-1/s3/aws4_request");
        assertThat(failure.message()).contains("301", "PermanentRedirect");
        assertThat(failure.remedy()).contains("gantry.loader.s3.region");
        assertThat(failure.toString()).doesNotContain("geheim");
    }

    @Test
    void shouldTrustTheBundleThatIsGivenAndNameTheEndpointThatIsNotTrusted(@TempDir Path keys)
            throws IOException {
        Certificates certificates = new Certificates(keys);
        HttpsServer secure = HttpsServer.create(loopback(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificates.server("dns:localhost")));
        secure.start();
        server.stop(0);
        server = secure;
        answer(301, ELSEWHERE);
        String host = "localhost:" + server.getAddress().getPort();
        Settings untrusting = settings("https://" + host);

        assertThat(failure(untrusting).message())
                .contains("the certificate of " + host + " is signed by nobody");
        assertThat(
                        failure(
                                        untrusting.with(
                                                "gantry.loader.tls.ca-bundles",
                                                certificates.bundle().toString()))
                                .message())
                .contains("S3 answered 301");
    }

    @Test
    void shouldSayThatTheCredentialsHaveExpired() {
        answer(400, "<Error><Code>ExpiredToken</Code><Message>Old</Message></Error>");

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failure.message()).contains("400 ExpiredToken: the credentials have expired");
        assertThat(failure.remedy()).contains("Renew");
    }

    @Test
    void shouldTellAnObjectThatArrivedDamaged() {
        object("weights", "d41d8cd98f00b204e9800998ecf8427e", null);

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message())
                .contains(
                        "model arrived damaged: its MD5 is ",
                        "the source says d41d8cd98f00b204e9800998ecf8427e");
    }

    /// The tag of an object that came in parts is no checksum of all of it. S3 has others, for who
    /// asks.
    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-crc64nvme, EY+MQNKF8tA=, CRC64NVME",
        "x-amz-checksum-crc32c, kj6qRQ==, CRC32C",
        "x-amz-checksum-sha256, mhKQONmgCu0M9qfqBZylCoE0SQYauHhIzxoT6v3zOyw=, SHA-256"
    })
    void shouldCheckAnObjectOfSeveralPartsByWhatS3HasOfIt(String name, String value, String word) {
        checkedObject("wEights", 200, Map.of(name, value, "x-amz-checksum-type", "FULL_OBJECT"));
        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains("model arrived damaged: its " + word + " is ");

        server.removeContext("/");
        checkedObject("weights", 200, Map.of(name, value, "x-amz-checksum-type", "FULL_OBJECT"));
        assertThat(load()).isEqualTo(7);
    }

    /// Such are of the parts' checksums.
    @Test
    void shouldNotTakeAChecksumOfChecksumsForOneOfTheObject() {
        checkedObject(
                "weights",
                200,
                Map.of(
                        "x-amz-checksum-crc32c", "AAAAAA==-2",
                        "x-amz-checksum-type", "COMPOSITE"));

        assertThat(load()).isEqualTo(7);
    }

    /// Stores that are not Amazon's have nothing but the tag, and tell how large a part is. Where
    /// parts differ in size, nobody knows what the tag is of.
    @ParameterizedTest
    @CsvSource({"weights, 4 3, true", "wEights, 4 3, false", "weights, 3 2 2, true"})
    void shouldCheckAnObjectOfEqualPartsByItsTag(String content, String sizes, boolean loads) {
        List<String> parts = List.of(sizes.split(" "));
        String tag = "\"9e477a655e33930e82e146ac2a513a7d-%d\"".formatted(parts.size());
        String listing = LISTING.formatted("model").replace("\"1\"", tag);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String query = exchange.getRequestURI().getQuery();
                        boolean list = query != null && query.contains("list-type");
                        byte[] body = (list ? listing : content).getBytes(UTF_8);
                        exchange.getResponseHeaders().set("ETag", tag);
                        if (exchange.getRequestMethod().equals("HEAD")) {
                            String length = query == null ? "7" : parts.get(numberIn(query) - 1);
                            exchange.getResponseHeaders().set("Content-Length", length);
                            exchange.sendResponseHeaders(200, -1);
                        } else {
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                        }
                    }
                });

        if (loads) {
            assertThat(load()).isEqualTo(7);
        } else {
            assertThat(failure().message()).contains("model arrived damaged: its MD5 of parts is ");
        }
    }

    private static int numberIn(String query) {
        return Integer.parseInt(query.replaceFirst(".*partNumber=", ""));
    }

    /// Not all that speak S3 know of checksums.
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 501})
    void shouldLoadAnObjectOfWhichAStoreTellsNoChecksum(int status) {
        checkedObject("weights", status, Map.of());

        assertThat(load()).isEqualTo(7);
    }

    /// One that was uploaded in two parts.
    private void checkedObject(String content, int statusOfHead, Map<String, String> checksums) {
        String tag = "\"d41d8cd98f00b204e9800998ecf8427e-2\"";
        String listing = LISTING.formatted("model").replace("\"1\"", tag);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        boolean list = exchange.getRequestURI().getQuery() != null;
                        byte[] body = (list ? listing : content).getBytes(UTF_8);
                        exchange.getResponseHeaders().set("ETag", tag);
                        if (!exchange.getRequestMethod().equals("HEAD")) {
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                            return;
                        }
                        if ("ENABLED"
                                .equals(
                                        exchange.getRequestHeaders()
                                                .getFirst("x-amz-checksum-mode"))) {
                            checksums.forEach(exchange.getResponseHeaders()::set);
                        }
                        exchange.sendResponseHeaders(statusOfHead, -1);
                    }
                });
    }

    @Test
    void shouldLoadAnObjectThatHasNoTag() {
        String listing = LISTING.formatted("model").replace("<ETag>\"1\"</ETag>", "");
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        boolean list = exchange.getRequestURI().getQuery() != null;
                        byte[] body = (list ? listing : "weights").getBytes(UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });

        try (S3Source source = source(settings(url()));
                Loading loading = new Loading(cache, settings(url()), source)) {
            assertThat(loading.loaded("s3://models/iris").bytes()).isEqualTo(7);
        }
    }

    @Test
    void shouldAskForObjectsByRequestsOfItsOwn() {
        List<Headers> asked = objectFor(_ -> true);

        assertThat(load()).isEqualTo(7);

        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().getFirst("User-Agent")).isEqualTo("gantry-loader");
        assertThat(asked.getFirst().getFirst("If-Match")).isEqualTo("\"1\"");
        assertThat(asked.getFirst().getFirst("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=me/")
                .contains("/eu-central-1/s3/aws4_request");
    }

    @Test
    void shouldLeaveObjectsToTheSdkThatItIsRefused() {
        List<Headers> asked = objectFor(agent -> agent.startsWith("aws-sdk-java"));

        try (S3Source source = source(settings(url()));
                Loading loading = new Loading(cache, settings(url()), source)) {
            loading.loaded("s3://models/iris");
            loading.loaded("s3://models/iris/");
        }

        assertThat(asked)
                .extracting(headers -> headers.getFirst("User-Agent").replaceFirst("/.*", ""))
                .containsExactly("gantry-loader", "aws-sdk-java", "aws-sdk-java");
    }

    /// What looks like an MD5 is none when somebody's key encrypts the object.
    @Test
    void shouldNotTakeTheTagOfAnEncryptedObjectForItsChecksum() {
        object("weights", "d41d8cd98f00b204e9800998ecf8427e", "aws:kms");

        try (S3Source source = source(settings(url()));
                Loading loading = new Loading(cache, settings(url()), source)) {
            assertThat(loading.loaded("s3://models/iris").bytes()).isEqualTo(7);
        }
    }

    private long load() {
        try (S3Source source = source(settings(url()));
                Loading loading = new Loading(cache, settings(url()), source)) {
            return loading.loaded("s3://models/iris").bytes();
        }
    }

    /// An object that only some programs get.
    ///
    /// @param who by the name that they say
    /// @return what they said when they asked for it
    private List<Headers> objectFor(Predicate<String> who) {
        List<Headers> asked = new CopyOnWriteArrayList<>();
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        boolean list = exchange.getRequestURI().getQuery() != null;
                        if (!list) {
                            asked.add(exchange.getRequestHeaders());
                        }
                        boolean may =
                                list
                                        || who.test(
                                                exchange.getRequestHeaders()
                                                        .getFirst("User-Agent"));
                        String text = list ? LISTING.formatted("model") : "weights";
                        byte[] body = (may ? text : "").getBytes(UTF_8);
                        exchange.sendResponseHeaders(may ? 200 : 403, may ? body.length : -1);
                        exchange.getResponseBody().write(body);
                    }
                });
        return asked;
    }

    private Failure failure() {
        return failure(settings(url()));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static S3Source source(Settings settings) {
        return new S3Source(settings.config(), new TrustedCertificates(settings.config()));
    }

    /// @param encryption as `x-amz-server-side-encryption` says it; null when nobody encrypts
    private void object(String content, String tag, @Nullable String encryption) {
        String listing = LISTING.formatted("model").replace("\"1\"", "&quot;" + tag + "&quot;");
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        boolean list = exchange.getRequestURI().getQuery() != null;
                        byte[] body = (list ? listing : content).getBytes(UTF_8);
                        exchange.getResponseHeaders().set("ETag", "\"" + tag + "\"");
                        if (encryption != null) {
                            exchange.getResponseHeaders()
                                    .set("x-amz-server-side-encryption", encryption);
                        }
                        boolean head = exchange.getRequestMethod().equals("HEAD");
                        exchange.sendResponseHeaders(200, head ? -1 : body.length);
                        if (!head) {
                            exchange.getResponseBody().write(body);
                        }
                    }
                });
    }

    private static Settings settings(String endpoint) {
        return new Settings(
                Map.of(
                        "gantry.loader.s3.endpoint", endpoint,
                        "gantry.loader.s3.region", "eu-central-1",
                        "gantry.loader.s3.access-key", "me",
                        "gantry.loader.s3.secret-key", "geheim",
                        "gantry.loader.cache.headroom", "0"));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private Failure failure(Settings settings) {
        try (S3Source source = source(settings);
                Loading loading = new Loading(cache, settings, source)) {
            return loading.failure("s3://models/iris");
        }
    }

    private void answer(int status, String xml) {
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
                        byte[] body = xml.getBytes(UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "application/xml");
                        exchange.sendResponseHeaders(status, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
    }
}
