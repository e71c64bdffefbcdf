package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.embedded.EmbeddedKafka;
import io.gantry.embedded.EmbeddedS3;
import io.gantry.embedded.GantryTopics;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loaders on ten hosts, with a network between them and the source.
class LoadersOnNodesIT {

    private static final int NODES = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String PORT = "8082";
    private static final int MIB = 1024 * 1024;

    @TempDir Path directory;

    private final List<RunningProgram> loaders = new ArrayList<>();

    @AfterEach
    void stop() {
        loaders.forEach(RunningProgram::close);
    }

    @Test
    void shouldTakeAModelOverTheNetworkFromItsSourceAboutOnce() throws IOException {
        NodeNetwork.obstacle()
                .ifPresent(why -> Assumptions.abort("no network namespaces here: " + why));
        Map<String, byte[]> model = model();
        try (NodeNetwork network = NodeNetwork.of(NODES);
                EmbeddedKafka kafka = kafka();
                EmbeddedS3 s3 = s3();
                Publisher publisher = new Publisher(kafka.bootstrapServers())) {
            upload(s3, model);
            network.nodes().forEach(node -> loaders.add(start(node, network, kafka, s3)));
            loaders.forEach(loader -> loader.awaitReady("/q/health/ready"));
            long before = network.sent();

            ArtifactReference reference =
                    ArtifactReference.of(
                            "s3://models/m", null, ArtifactReference.DEFAULT_MOUNT_PATH);
            publisher.publish(everywhere(reference));
            awaitCached(reference);

            long size = model.values().stream().mapToLong(content -> content.length).sum();
            double times = (double) (network.sent() - before) / size;
            System.out.printf("%d nodes took a model over the wire %.2f times%n", NODES, times);
            assertThat(times).isBetween(1.0, 1.5);
            for (int i = 0; i < NODES; i++) {
                Path artifact = cache(i).resolve("artifacts").resolve(reference.artifact());
                model.forEach((name, content) ->
                        assertThat(artifact.resolve(name)).hasBinaryContent(content));
            }
        }
    }

    private static InferenceServiceApplied everywhere(ArtifactReference reference) {
        ObjectNode predictor = JsonNodeFactory.instance.objectNode().put("minReplicas", NODES);
        Revision revision = new Revision("m-00001", 1, 100, predictor, List.of(reference));
        return new InferenceServiceApplied(
                "default", "m", "u", 1, List.of(revision), JsonNodeFactory.instance.objectNode());
    }

    private void awaitCached(ArtifactReference reference) {
        for (RunningProgram loader : loaders) {
            URI artifact = loader.address().resolve("/v1/artifacts/" + reference.artifact());
            await("cached at " + artifact)
                    .atMost(PATIENCE)
                    // Until then it knows no such artifact.
                    .ignoreException(FileNotFoundException.class)
                    .until(() -> get(artifact).contains("\"Cached\""));
        }
    }

    private static String get(URI uri) throws IOException {
        try (InputStream answer = uri.toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RunningProgram start(
            NodeNetwork.Node node, NodeNetwork network, EmbeddedKafka kafka, EmbeddedS3 s3) {
        String peers =
                network.nodes().stream()
                        .map(other -> other.address() + ":" + PORT)
                        .collect(Collectors.joining(","));
        Map<String, String> settings = new TreeMap<>();
        settings.put("quarkus.http.host", node.address());
        settings.put("quarkus.http.port", PORT);
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("gantry.loader.node", "node-" + node.number());
        settings.put("gantry.loader.cache.directory", cache(node.number()).toString());
        settings.put("gantry.loader.s3.endpoint", s3.endpoint().toString());
        settings.put("gantry.loader.s3.access-key", s3.credentials().accessKey());
        settings.put("gantry.loader.s3.secret-key", s3.credentials().secretKey());
        settings.put("gantry.loader.peers.addresses", peers);
        settings.put("gantry.loader.peers.token", "of-this-test");
        // All of them share the cores of one machine.
        settings.put("gantry.loader.peers.patience", "30s");
        settings.put("gantry.loader.peers.timeout", "30s");
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC"));
        settings.forEach((name, value) -> words.add("-D" + name + "=" + value));
        words.addAll(List.of("-jar", Installation.current().serviceJar(Service.LOADER).toString()));
        return Program.of(words).behind(node.prefix()).start(directory);
    }

    private Path cache(int node) {
        return directory.resolve("cache-" + node);
    }

    private static EmbeddedKafka kafka() {
        return EmbeddedKafka.start(
                new EmbeddedKafka.Config(null, NodeNetwork.GATEWAY, 0, GantryTopics.all()));
    }

    private static EmbeddedS3 s3() {
        EmbeddedS3.Config config = EmbeddedS3.Config.temporary();
        return EmbeddedS3.start(
                new EmbeddedS3.Config(null, NodeNetwork.GATEWAY, 0, config.credentials()));
    }

    private static void upload(EmbeddedS3 s3, Map<String, byte[]> model) {
        try (Bucket bucket = Bucket.create(s3, "models")) {
            model.forEach((name, content) -> bucket.put("m/" + name, content));
        }
    }

    /// One large file, and some that are small.
    private static Map<String, byte[]> model() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("model-00001.safetensors", bytes(40 * MIB));
        for (int i = 2; i <= 6; i++) {
            files.put("model-0000%d.safetensors".formatted(i), bytes(4 * MIB - i));
        }
        return files;
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
