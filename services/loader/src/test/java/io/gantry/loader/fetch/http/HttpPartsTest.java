package io.gantry.loader.fetch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.ResettingProxy;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.load.Loading;
import io.gantry.loader.verify.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Large files, which come in parts, and downloads that are gone on with later.
class HttpPartsTest {

    private static final int PART = 16 * 1024;
    private static final byte[] WEIGHTS = new byte[10 * PART + 1234];
    private static final int PARALLEL = 4;
    private static final String LAST = "bytes=163840-165073";

    static {
        new Random(7).nextBytes(WEIGHTS);
    }

    @TempDir Path cache;

    private Origin origin;
    private Loading loading;

    @BeforeEach
    void start() throws IOException {
        origin = new Origin();
        Settings settings =
                Settings.impatient()
                        .with("gantry.loader.download.read-timeout", "30s")
                        .with("gantry.loader.download.part-size", "16K")
                        .with("gantry.loader.download.parallel-requests", "" + PARALLEL);
        var config = settings.config();
        loading =
                new Loading(
                        cache, settings, new HttpSource(config, new TrustedCertificates(config)));
    }

    @AfterEach
    void stop() {
        loading.close();
        origin.close();
    }

    @Test
    void shouldFetchALargeFileInPartsEachOnce() throws IOException {
        origin.at("/model", Origin.file(WEIGHTS, "\"1\""));

        Manifest manifest = loading.loaded(origin.uri("/model"));

        assertThat(manifest.sha256()).isEqualTo(sha256());
        assertThat(loading.pathOf(manifest).resolve("model")).hasBinaryContent(WEIGHTS);
        assertThat(origin.ranges())
                .hasSize(12)
                .doesNotHaveDuplicates()
                .contains("bytes=0-0", "bytes=0-16383", "bytes=16384-32767", LAST);
    }

    /// No part is answered before as many have been asked for as may be: what is counted is open at
    /// the loader too, and the last of them comes while all the others wait.
    @Test
    void shouldAskForAsManyPartsAtOnceAsMayBeAndNoMore() {
        CountDownLatch full = new CountDownLatch(PARALLEL);
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        origin.at(
                "/model",
                exchange -> {
                    if (!Origin.range(exchange).equals("bytes=0-0")) {
                        most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
                        full.countDown();
                        assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
                        waiting.decrementAndGet();
                    }
                    Origin.file(WEIGHTS, "\"1\"").to(exchange);
                });

        assertThat(loading.loaded(origin.uri("/model")).sha256()).isEqualTo(sha256());
        assertThat(most.get()).isEqualTo(PARALLEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no version", "no ranges"})
    void shouldNotAskForPartsThatCannotBePutTogether(String lack) {
        origin.at(
                "/model",
                exchange -> {
                    if (lack.equals("no ranges")) {
                        exchange.getResponseHeaders().set("ETag", "\"1\"");
                        exchange.sendResponseHeaders(200, WEIGHTS.length);
                        exchange.getResponseBody().write(WEIGHTS);
                    } else {
                        Origin.whole(exchange, WEIGHTS, WEIGHTS.length);
                    }
                });

        assertThat(loading.loaded(origin.uri("/model")).sha256()).isEqualTo(sha256());
        assertThat(origin.ranges()).containsExactly("bytes=0-0", "");
    }

    @Test
    void shouldAskForTheRestOfAPartThatBrokeOff() {
        AtomicBoolean broken = new AtomicBoolean();
        origin.at(
                "/model",
                exchange -> {
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    boolean now =
                            Origin.range(exchange).equals("bytes=32768-49151")
                                    && broken.compareAndSet(false, true);
                    Origin.whole(exchange, WEIGHTS, now ? 10_000 : WEIGHTS.length);
                });

        assertThat(loading.loaded(origin.uri("/model")).sha256()).isEqualTo(sha256());
        assertThat(origin.ranges()).hasSize(13).contains("bytes=42768-49151");
    }

    @Test
    void shouldNotPutPartsOfTwoVersionsTogether() throws IOException {
        origin.at(
                "/model",
                exchange -> {
                    boolean last = Origin.range(exchange).equals(LAST);
                    Origin.file(WEIGHTS, last ? "\"2\"" : "\"1\"").to(exchange);
                });

        Failure failure = loading.failure(origin.uri("/model"));

        assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
        assertThat(failure.message()).contains("changed while it was downloaded");
        assertThat(loading.leftovers()).isEmpty();
    }

    /// Parts come to disk in their order, so the file's length tells where to go on.
    @Test
    void shouldGoOnInTheNextAttemptWhereTheLastOneEnded() {
        AtomicBoolean up = new AtomicBoolean();
        origin.at("/model", breakingAtTheSixthPart("\"1\"", up));

        Failure failure = loading.failure(origin.uri("/model"));
        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        int before = origin.ranges().size();
        up.set(true);

        assertThat(loading.loaded(origin.uri("/model")).sha256()).isEqualTo(sha256());
        List<String> again = origin.ranges().subList(before, origin.ranges().size());
        assertThat(again).contains("bytes=81920-98303", LAST).doesNotContain("bytes=0-16383");
        assertThat(again).hasSize(1 + 6);
    }

    @Test
    void shouldStartAnewWhenTheSourceHasChangedSinceTheLastAttempt() throws IOException {
        AtomicBoolean up = new AtomicBoolean();
        origin.at("/model", breakingAtTheSixthPart("\"1\"", up));
        var _ = loading.failure(origin.uri("/model"));
        assertThat(loading.leftovers()).isNotEmpty();

        up.set(true);
        origin.without("/model").at("/model", Origin.file(WEIGHTS, "\"2\""));

        assertThat(loading.loaded(origin.uri("/model")).sha256()).isEqualTo(sha256());
        assertThat(origin.ranges()).filteredOn("bytes=0-16383"::equals).hasSize(2);
    }

    @Test
    void shouldForgetWhatItKeptWhenNobodyWantsIt() throws Exception {
        origin.at("/model", breakingAtTheSixthPart("\"1\"", new AtomicBoolean()));
        var _ = loading.failure(origin.uri("/model"));

        loading.abandon();

        assertThat(loading.leftovers()).isEmpty();
    }

    @Test
    void shouldWaitAsLongAsABusyServerAsks() {
        List<Long> askedAt = new CopyOnWriteArrayList<>();
        origin.at(
                "/model",
                exchange -> {
                    boolean last = Origin.range(exchange).equals(LAST);
                    if (last) {
                        askedAt.add(System.nanoTime());
                    }
                    if (last && askedAt.size() == 1) {
                        exchange.getResponseHeaders().set("Retry-After", "2");
                        exchange.sendResponseHeaders(429, -1);
                    } else {
                        Origin.file(WEIGHTS, "\"1\"").to(exchange);
                    }
                });

        assertThat(loading.loaded(origin.uri("/model")).sha256()).isEqualTo(sha256());
        assertThat(askedAt).hasSize(2);
        assertThat(Duration.ofNanos(askedAt.get(1) - askedAt.get(0)))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    /// Rather than hold up a request of the node.
    @Test
    void shouldPassOnHowLongABusyServerAsksFor() {
        origin.at(
                "/model",
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "600");
                    exchange.sendResponseHeaders(503, -1);
                });

        assertThat(loading.failed(origin.uri("/model")).retryAfter())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @CsvSource({"401, 1", "403, 1", "404, 1", "500, 3", "503, 3"})
    void shouldAskAgainOnlyWhenThatMayHelp(int status, int times) {
        origin.at(
                "/model",
                exchange -> {
                    if (Origin.range(exchange).equals(LAST)) {
                        exchange.sendResponseHeaders(status, -1);
                    } else {
                        Origin.file(WEIGHTS, "\"1\"").to(exchange);
                    }
                });

        assertThat(loading.failure(origin.uri("/model")).message()).contains("answered " + status);
        assertThat(origin.ranges()).filteredOn(LAST::equals).hasSize(times);
    }

    @Test
    void shouldSurviveAConnectionThatIsReset() throws IOException {
        origin.at("/model", Origin.file(WEIGHTS, "\"1\""));
        try (ResettingProxy proxy = new ResettingProxy(origin.port(), 3)) {
            assertThat(loading.loaded(proxy.uri("/model")).sha256()).isEqualTo(sha256());
            await().until(() -> proxy.resets() == 3);
        }
    }

    @Test
    void shouldAskForTheRestOfAPartThatAServerFallsSilentIn() throws IOException {
        AtomicBoolean silent = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        origin.at(
                "/model",
                exchange -> {
                    boolean now =
                            Origin.range(exchange).equals("bytes=32768-49151")
                                    && silent.compareAndSet(false, true);
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    Origin.whole(exchange, WEIGHTS, now ? 10_000 : WEIGHTS.length);
                    if (now) {
                        exchange.getResponseBody().flush();
                        done.await();
                    }
                });
        Settings settings =
                Settings.impatient()
                        .with("gantry.loader.download.read-timeout", "2s")
                        .with("gantry.loader.download.part-size", "16K");
        var config = settings.config();
        try (Loading patient =
                new Loading(
                        cache.resolve("silent"),
                        settings,
                        new HttpSource(config, new TrustedCertificates(config)))) {
            assertThat(patient.loaded(origin.uri("/model")).sha256()).isEqualTo(sha256());
        } finally {
            done.countDown();
        }
        assertThat(origin.ranges()).hasSize(13).contains("bytes=42768-49151");
    }

    private static Origin.Answer breakingAtTheSixthPart(String tag, AtomicBoolean up) {
        return exchange -> {
            if (!up.get() && Origin.range(exchange).startsWith("bytes=81920-")) {
                exchange.sendResponseHeaders(500, -1);
            } else {
                Origin.file(WEIGHTS, tag).to(exchange);
            }
        };
    }

    private static String sha256() {
        var digest = Sha256.newDigest();
        digest.update(WEIGHTS);
        return Sha256.hex(digest);
    }
}
