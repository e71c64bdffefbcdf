package io.gantry.loader.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.bus.EventPublisher;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.process.Program;
import io.quarkus.logging.Log;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many loaders, one source.
@QuarkusTest
@TestProfile(SilentApplication.class)
class PeersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TOKEN = "a-token-that-nobody-may-see";
    private static final int MIB = 1024 * 1024;

    @Inject EventPublisher publisher;

    @TempDir Path directory;

    private final List<LoaderProcess> loaders = new ArrayList<>();

    @AfterEach
    void stop() {
        loaders.forEach(LoaderProcess::close);
    }

    @Test
    void shouldFetchFromTheSourceAboutOnceHoweverManyLoadersThereAre() throws IOException {
        Map<String, byte[]> files = model(40 * MIB);
        try (CountingStore store = new CountingStore(files, 0)) {
            start(4, store);

            ArtifactReference reference = apply(store.uri());
            awaitCached(loaders, reference, store);

            Log.infof("4 loaders took %d bytes of %d", store.given(), store.size());
            assertThat((double) store.given() / store.size()).isLessThanOrEqualTo(1.5);
            for (int i = 0; i < loaders.size(); i++) {
                assertHas(i, reference, files);
            }
            assertThat(logs()).doesNotContain(TOKEN);
        }
    }

    @Test
    void shouldLoadEverywhereElseWhenALoaderDiesInTheMiddle() throws IOException {
        Map<String, byte[]> files = model(40 * MIB);
        try (CountingStore store = new CountingStore(files, 20)) {
            start(4, store);
            ArtifactReference reference = apply(store.uri());
            await("a third of it came")
                    .atMost(PATIENCE)
                    .until(() -> store.given() > store.size() / 3);

            loaders.getFirst().program().kill();
            List<LoaderProcess> left = loaders.subList(1, loaders.size());
            assertThat(store.given()).isLessThan(store.size());
            awaitCached(left, reference, store);

            Log.infof("3 of 4 loaders took %d bytes of %d", store.given(), store.size());
            assertThat((double) store.given() / store.size()).isLessThanOrEqualTo(2);
            for (int i = 1; i < loaders.size(); i++) {
                assertHas(i, reference, files);
            }
        }
    }

    @Test
    void shouldEndWithAClearErrorOnPeersWithoutAToken() throws InterruptedException {
        Program command =
                Program.packaged(
                        Map.of(
                                "gantry.loader.cache.directory",
                                cache(0).toString(),
                                "gantry.loader.peers.addresses",
                                "loader:8082"));
        loaders.add(LoaderProcess.start(command, directory));

        assertThat(loaders.getFirst().program().exitCode()).isNotZero();
        assertThat(loaders.getFirst().program().log())
                .contains("gantry.loader.peers.token is missing")
                .contains("Give all loaders the same token");
    }

    private static void awaitCached(
            List<LoaderProcess> loaders, ArtifactReference reference, CountingStore store) {
        long start = System.nanoTime();
        try {
            for (LoaderProcess loader : loaders) {
                await("cached")
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> "Cached".equals(loader.state(reference).getString("state")));
            }
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "the source gave %d of %d; %s"
                            .formatted(
                                    store.given(), store.size(), loaders.getLast().program().log()),
                    e);
        }
        Log.infof(
                "%d loaders had it after %d ms",
                loaders.size(), Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private void start(int count, CountingStore store) throws IOException {
        List<Integer> ports = freePorts(count);
        String addresses =
                ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        for (int i = 0; i < count; i++) {
            Map<String, String> settings = new HashMap<>();
            settings.put("quarkus.http.port", String.valueOf(ports.get(i)));
            settings.put("gantry.loader.node", "peer-%d-%s".formatted(i, UUID.randomUUID()));
            settings.put("gantry.loader.interval", "100ms");
            settings.put("gantry.loader.cache.headroom", "0");
            settings.put("gantry.loader.warm.everything", "true");
            settings.put("gantry.loader.cache.directory", cache(i).toString());
            settings.put("gantry.loader.s3.endpoint", store.endpoint());
            settings.put("gantry.loader.s3.anonymous", "true");
            settings.put("gantry.loader.download.part-size", "2M");
            settings.put("gantry.loader.peers.addresses", addresses);
            settings.put("gantry.loader.peers.token", TOKEN);
            settings.put("gantry.loader.warm.everything", "true");
            // All of them share the cores of one machine.
            settings.put("gantry.loader.peers.patience", "20s");
            settings.put("gantry.loader.peers.timeout", "20s");
            settings.put(
                    "kafka.bootstrap.servers",
                    ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
            loaders.add(LoaderProcess.start(small(Program.packaged(settings)), directory));
        }
        loaders.forEach(loader -> loader.program().address());
    }

    private static Program small(Program program) {
        List<String> words =
                program.words().stream()
                        .flatMap(word ->
                                word.startsWith("-Xmx")
                                        ? Stream.of("-Xmx96m", "-XX:+UseSerialGC")
                                        : Stream.of(word))
                        .toList();
        return new Program(words, program.environment());
    }

    private Path cache(int loader) {
        return directory.resolve("cache-" + loader);
    }

    private void assertHas(int loader, ArtifactReference reference, Map<String, byte[]> files) {
        Path artifact = cache(loader).resolve("artifacts").resolve(reference.artifact());
        files.forEach(
                (name, content) -> assertThat(artifact.resolve(name)).hasBinaryContent(content));
    }

    private String logs() {
        return loaders.stream()
                .map(loader -> loader.program().log())
                .collect(Collectors.joining("\n"));
    }

    /// One large file, and some that are small.
    private static Map<String, byte[]> model(int large) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("config.json", bytes(700));
        files.put("model-00001.safetensors", bytes(large));
        for (int i = 2; i <= 7; i++) {
            files.put("model-0000%d.safetensors".formatted(i), bytes(4 * MIB - i));
        }
        return files;
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private ArtifactReference apply(String uri) {
        ArtifactReference reference =
                ArtifactReference.of(uri, null, ArtifactReference.DEFAULT_MOUNT_PATH);
        var nothing = JsonNodeFactory.instance.objectNode();
        Revision revision = new Revision("m-00001", 1, 100, nothing, List.of(reference));
        publisher.publish(
                new InferenceServiceApplied(
                        "default", "m-" + UUID.randomUUID(), "u", 1, List.of(revision), nothing));
        return reference;
    }
}
