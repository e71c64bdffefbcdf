package io.gantry.loader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.load.Loading;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A download with a peer that does all kinds of things. The peer comes before this loader for the
/// file that there is.
class PeerDownloadTest {

    private static final byte[] CONTENT = new byte[3 * Pieces.SIZE + 4711];
    private static final byte[] WRONG;
    private static final int PIECES = 4;

    static {
        new Random(11).nextBytes(CONTENT);
        WRONG = CONTENT.clone();
        WRONG[Pieces.SIZE + 1]++;
    }

    @TempDir Path cache;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private MemorySource source = new MemorySource(CONTENT, false);
    private ScriptedPeer peer;
    private boolean leading;

    @BeforeEach
    void start() throws IOException {
        peer = new ScriptedPeer("peer");
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Test
    void shouldTakeFromThePeerAndAskTheSourceOnlyWhatThereIs() {
        peer.does(ScriptedPeer.giving(CONTENT, null));

        load();

        assertThat(source.served()).isZero();
        assertThat(source.lists()).isEqualTo(1);
        assertThat(peer.requests())
                .hasSize(PIECES)
                .allSatisfy(request -> assertThat(request.getPath()).endsWith("/files/m.bin"))
                .allSatisfy(request ->
                        assertThat(request.getQuery()).isEqualTo("fingerprint=" + fingerprint()));
        assertThat(received("peer")).isEqualTo(CONTENT.length);
    }

    /// And is not asked for each piece: once is enough for a while.
    @ParameterizedTest
    @ValueSource(strings = {"gone", "silent", "other version", "not let in", "cut off", "damaged"})
    void shouldTakeAllFromTheSourceWhenThePeerIsOfNoUse(String fault) {
        peer.does(
                switch (fault) {
                    case "gone" -> (exchange, _, _) -> exchange.close();
                    case "silent" -> peer.silence();
                    case "other version" -> ScriptedPeer.status(409);
                    case "not let in" -> ScriptedPeer.status(401);
                    case "cut off" ->
                            (exchange, from, to) -> {
                                byte[] piece = new byte[to - from];
                                ScriptedPeer.send(
                                        exchange, piece, MemorySource.sha256(piece), 1_000);
                            };
                    default ->
                            (exchange, from, to) -> {
                                byte[] piece = new byte[to - from];
                                String sha256 = MemorySource.sha256(CONTENT);
                                ScriptedPeer.send(exchange, piece, sha256, piece.length);
                            };
                });

        load();

        assertThat(source.served()).isEqualTo(CONTENT.length);
        // The JDK's client asks a second time where a connection broke without a word.
        assertThat(peer.requests()).hasSizeLessThanOrEqualTo(2);
        assertThat(meters.find("gantry.loader.peer.refusals").counters()).hasSize(1);
        assertThat(received("source")).isEqualTo(CONTENT.length);
    }

    @Test
    void shouldGoOnFromTheSourceWhereThePeerEnded() {
        AtomicInteger asked = new AtomicInteger();
        peer.does((exchange, from, to) -> {
            if (asked.getAndIncrement() < 2) {
                ScriptedPeer.giving(CONTENT, null).to(exchange, from, to);
            } else {
                exchange.close();
            }
        });

        load();

        assertThat(source.served()).isEqualTo(CONTENT.length - 2L * Pieces.SIZE);
    }

    @Test
    void shouldWaitForAPeerThatHasNotHeardOfItYet() {
        AtomicInteger asked = new AtomicInteger();
        peer.does((exchange, from, to) -> {
            if (asked.getAndIncrement() < 2) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                ScriptedPeer.giving(CONTENT, null).to(exchange, from, to);
            }
        });

        load();

        assertThat(source.served()).isZero();
    }

    @Test
    void shouldNotWaitForAPeerThatLeavesItToOtherNodes() {
        peer.does((exchange, _, _) -> exchange.sendResponseHeaders(410, -1));

        load();

        assertThat(source.served()).isEqualTo(CONTENT.length);
        assertThat(peer.requests()).hasSize(1);
        assertThat(meters.counter("gantry.loader.peer.refusals", "reason", "elsewhere").count())
                .isEqualTo(1);
    }

    /// Longer than its patience, as long as the peer gets further.
    @Test
    void shouldWaitForAPeerThatGetsFurther() {
        long until = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
        AtomicInteger asked = new AtomicInteger();
        peer.does((exchange, from, to) -> {
            if (System.nanoTime() - until < 0) {
                Thread.sleep(100);
                ScriptedPeer.notYet(exchange, asked.incrementAndGet());
            } else {
                ScriptedPeer.giving(CONTENT, null).to(exchange, from, to);
            }
        });

        load();

        assertThat(asked.get()).isGreaterThan(5);
        assertThat(source.served()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 503})
    void shouldNotWaitForeverForAPeerThatDoesNot(int status) {
        peer.does((exchange, _, _) -> {
            Thread.sleep(50);
            if (status == 503) {
                ScriptedPeer.notYet(exchange, 7);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        });

        load();

        assertThat(source.served()).isEqualTo(CONTENT.length);
        assertThat(
                        meters.counter(
                                        "gantry.loader.peer.refusals",
                                        "reason",
                                        status == 503 ? "stalled" : "unknown")
                                .count())
                .isEqualTo(1);
    }

    /// Its bytes are what it says, and its file is not: as of a disk that lost a bit.
    @Test
    void shouldTakeAllAnewFromTheSourceWhenTheFileIsOtherwiseThanThePeerHasIt() {
        peer.does(ScriptedPeer.giving(WRONG, MemorySource.sha256(CONTENT)));

        load();

        assertThat(source.served()).isEqualTo(CONTENT.length);
    }

    @Test
    void shouldTakeAllAnewFromTheSourceWhenTheFileIsOtherwiseThanTheSourceSays() {
        source = new MemorySource(CONTENT, true);
        peer.does(ScriptedPeer.giving(WRONG, null));

        load();

        assertThat(source.served()).isEqualTo(CONTENT.length);
    }

    @Test
    void shouldTakeAllAnewFromTheSourceWhenTheArtifactIsOtherwiseThanItsReferenceSays() {
        peer.does(ScriptedPeer.giving(WRONG, null));

        try (Loading loading = loading(MemorySource.sha256(CONTENT))) {
            var outcome = loading.load(MemorySource.URI, MemorySource.sha256(CONTENT));

            assertThat(outcome).isInstanceOf(io.gantry.loader.outcome.LoadOutcome.Loaded.class);
        }
        assertThat(source.served()).isEqualTo(CONTENT.length);
    }

    /// Who may not read the source does not get around it by a peer.
    @Test
    void shouldGiveNobodyWhatTheSourceDoesNot() {
        peer.does(ScriptedPeer.giving(CONTENT, MemorySource.sha256(CONTENT)));
        source.denied = true;

        try (Loading loading = loading(null)) {
            assertThat(loading.failure(MemorySource.URI).reason())
                    .isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        }
        assertThat(peer.requests()).isEmpty();
    }

    /// This loader has come to own what the peer owned before.
    @Test
    void shouldAskWhoOwnedItBeforeAndNotWait() {
        leading = true;
        AtomicInteger waiting = new AtomicInteger();
        peer.does((exchange, from, to) -> {
            if (!"wait=0".equals(exchange.getRequestHeaders().getFirst("Prefer"))) {
                waiting.incrementAndGet();
            }
            if (from < 2 * Pieces.SIZE) {
                ScriptedPeer.giving(CONTENT, null).to(exchange, from, to);
            } else {
                ScriptedPeer.notYet(exchange, from);
            }
        });

        load();

        assertThat(waiting).hasValue(0);
        assertThat(peer.requests()).hasSize(3);
        assertThat(source.served()).isEqualTo(CONTENT.length - 2L * Pieces.SIZE);
    }

    /// What the source says in the middle of a file is heard as if it had been said at its start.
    @Test
    void shouldSayWhatTheSourceSaysWhenThePeerEnds() {
        AtomicInteger asked = new AtomicInteger();
        peer.does((exchange, from, to) -> {
            if (asked.getAndIncrement() < 2) {
                ScriptedPeer.giving(CONTENT, null).to(exchange, from, to);
            } else {
                exchange.sendResponseHeaders(409, -1);
            }
        });
        source.changed = true;

        try (Loading loading = loading(null)) {
            Failure failure = loading.failure(MemorySource.URI);

            assertThat(failure.reason()).isEqualTo(FailureReason.CHECKSUM_MISMATCH);
            assertThat(failure.message()).contains("changed while it was downloaded");
        }
    }

    private void load() {
        try (Loading loading = loading(null)) {
            Manifest manifest = loading.loaded(MemorySource.URI);

            assertThat(loading.pathOf(manifest).resolve("m.bin")).hasBinaryContent(CONTENT);
            assertThat(manifest.fingerprint()).isEqualTo(fingerprint());
        }
    }

    private Loading loading(@org.jspecify.annotations.Nullable String sha256) {
        PeerSettings settings =
                new PeerSettings(
                        List.of(peer.place()),
                        Optional.of(ScriptedPeer.TOKEN),
                        Duration.ofMillis(600),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30));
        Peers peers = new Peers(settings, new PeerMetrics(meters), new UnderWay(), name(sha256));
        return new Loading(cache, Settings.impatient(), source, peers);
    }

    /// A name for this loader that comes after the peer's, or before it.
    private String name(@org.jspecify.annotations.Nullable String sha256) {
        String artifact =
                ArtifactReference.of(MemorySource.URI, sha256, ArtifactReference.DEFAULT_MOUNT_PATH)
                        .artifact();
        String key = new Wanted(artifact, fingerprint(), "m.bin", 0, 0, 1).key();
        List<Member> others = List.of(new Member("peer", peer.place()));
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "self-" + i)
                .filter(candidate ->
                        Rendezvous.parent(
                                                key,
                                                new Member(candidate, URI.create("http://x")),
                                                others)
                                        .isPresent()
                                != leading)
                .findFirst()
                .orElseThrow();
    }

    private String fingerprint() {
        return RemoteFile.fingerprint(List.of(source.file())).orElseThrow();
    }

    private double received(String from) {
        return meters.counter("gantry.loader.peer.received.bytes", "from", from).count();
    }
}
