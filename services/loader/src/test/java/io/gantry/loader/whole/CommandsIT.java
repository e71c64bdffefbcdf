package io.gantry.loader.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gantry.loader.load.Loading;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The packaged loader as programs that end.
class CommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 8;

    @TempDir Path directory;

    private Path model;
    private Path lastWord;

    @BeforeEach
    void model() throws IOException {
        model = Files.createDirectories(directory.resolve("source/iris"));
        Files.writeString(model.resolve("model.onnx"), "weights");
        Files.createDirectory(model.resolve("assets"));
        Files.writeString(model.resolve("assets/vocab.txt"), "words");
        lastWord = Files.createFile(directory.resolve("termination-log"));
    }

    @Test
    void shouldBringModelsWhereTheyAreWanted() throws Exception {
        Path one = directory.resolve("mnt/models");
        Path two = directory.resolve("mnt/other");

        RunningProgram pull =
                pull(
                        Map.of(),
                        "file://" + model,
                        one.toString(),
                        "file://" + model,
                        two.toString());

        assertThat(pull.exitCode()).isZero();
        for (Path destination : List.of(one, two)) {
            assertThat(destination.resolve("model.onnx")).hasContent("weights");
            assertThat(destination.resolve("assets/vocab.txt")).hasContent("words");
            assertThat(destination.resolve(".gantry")).doesNotExist();
        }
        assertThat(pull.out()).contains("is in " + one + ": 12 B in ", "2 files, sha256 ");
        assertThat(lastWord).isEmptyFile();
    }

    @Test
    void shouldReplaceWhatIsThere() throws Exception {
        Path destination = Files.createDirectories(directory.resolve("models"));
        Files.writeString(destination.resolve("model.onnx"), "old");
        Files.createDirectory(destination.resolve("assets"));
        Files.writeString(destination.resolve("assets/old.txt"), "old");

        assertThat(pull(Map.of(), "file://" + model, destination.toString()).exitCode()).isZero();

        assertThat(destination.resolve("model.onnx")).hasContent("weights");
        assertThat(destination.resolve("assets/old.txt")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    3 | file:///no/such/model | StorageNotFound: Cannot load file:///no/such/model: /no/such/model does not exist
                    5 | http://127.0.0.1:1/m  | StorageUnreachable: Cannot load http://127.0.0.1:1/m: no connection
                    6 | gopher://models/m     | StorageUriNotSupported: Cannot load gopher://models/m: no loader for the scheme
                    """)
    void shouldEndWithTheReason(int code, String source, String message) throws Exception {
        Path destination = directory.resolve("models");

        RunningProgram pull = pull(Map.of(), source, destination.toString());

        assertThat(pull.exitCode()).isEqualTo(code);
        assertThat(Files.readString(lastWord)).startsWith(message);
        assertThat(pull.log()).contains(message).doesNotContain("Exception");
        assertThat(destination.resolve(".gantry/artifacts"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void shouldBringTheWantedFilesOnly() throws Exception {
        Path destination = directory.resolve("models");
        Program program =
                program(Map.of(), "file://" + model, destination.toString())
                        .with(
                                Map.of(
                                        "GANTRY_TERMINATION_LOG",
                                        lastWord.toString(),
                                        "STORAGE_IGNORE_PATTERNS",
                                        "[\"*.txt\"]"));
        try (RunningProgram pull = program.start(directory)) {
            assertThat(pull.exitCode()).as(pull.log()).isZero();
        }

        assertThat(destination.resolve("model.onnx")).hasContent("weights");
        assertThat(destination.resolve("assets")).doesNotExist();
    }

    @Test
    void shouldRefuseAWrongDigest() throws Exception {
        RunningProgram pull =
                pull(
                        Map.of(),
                        "--sha256",
                        "0".repeat(64),
                        "file://" + model,
                        directory.resolve("models").toString());

        assertThat(pull.exitCode()).isEqualTo(8);
        assertThat(Files.readString(lastWord)).startsWith("ChecksumMismatch: ");
        assertThat(directory.resolve("models/model.onnx")).doesNotExist();
    }

    @Test
    void shouldSayHowItIsUsed() throws Exception {
        RunningProgram pull = pull(Map.of(), "s3://models/iris");

        assertThat(pull.exitCode()).isEqualTo(2);
        assertThat(pull.log()).contains("SRC and DEST come in pairs", "usage: pull ");
    }

    @Test
    void shouldTakeWhatTheNodeHas() throws Exception {
        Path cache = directory.resolve("cache");
        try (Loading node = Loading.ofFiles(cache)) {
            String artifact = node.loaded("file://" + model).artifact();
            Files.delete(model.resolve("model.onnx"));
            Path destination = directory.resolve("models");

            // While the node's loader has the cache.
            RunningProgram pull =
                    pull(
                            Map.of("gantry.loader.cache.directory", cache.toString()),
                            "--artifact",
                            artifact,
                            "s3://models/iris",
                            destination.toString());

            assertThat(pull.exitCode()).isZero();
            assertThat(pull.out()).contains("from the node's cache");
            assertThat(destination.resolve("model.onnx")).hasContent("weights");
            assertThat(Files.getAttribute(destination.resolve("model.onnx"), "unix:nlink"))
                    .isEqualTo(3);
        }
    }

    /// Each pod has its own files: what one has under a path is nothing to the others.
    @Test
    void shouldTakeItsOwnFilesPastTheNodesCache() throws Exception {
        Path cache = Files.createDirectories(directory.resolve("cache"));
        Path destination = directory.resolve("models");

        RunningProgram pull =
                pull(
                        Map.of("gantry.loader.cache.directory", cache.toString()),
                        "--artifact",
                        "0123456789abcdef",
                        "file://" + model,
                        destination.toString());

        assertThat(pull.exitCode()).isZero();
        assertThat(destination.resolve("model.onnx")).hasContent("weights");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void shouldDownloadWhatManyWantAtOnceOnce() throws Exception {
        try (SlowOrigin origin = new SlowOrigin()) {
            Path cache = Files.createDirectories(directory.resolve("cache"));
            List<RunningProgram> pulls = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                pulls.add(
                        program(
                                        Map.of("gantry.loader.cache.directory", cache.toString()),
                                        "--artifact",
                                        "0123456789abcdef",
                                        origin.uri(),
                                        directory.resolve("models-" + i).toString())
                                .start(directory));
            }
            origin.release();
            for (RunningProgram pull : pulls) {
                assertThat(pull.exitCode()).as(pull.log()).isZero();
                pull.close();
            }

            for (int i = 0; i < MANY; i++) {
                assertThat(directory.resolve("models-" + i + "/model.bin"))
                        .hasBinaryContent(SlowOrigin.CONTENT);
            }
            // Beside looks at the first byte: the whole once.
            assertThat(origin.starts()).filteredOn(start -> start == 0).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldSayWhatIsDamagedInACache() throws Exception {
        Path cache = directory.resolve("cache");
        Map<String, String> settings = Map.of("gantry.loader.cache.directory", cache.toString());
        try (Loading node = Loading.ofFiles(cache)) {
            Path weights = node.pathOf(node.loaded("file://" + model)).resolve("model.onnx");
            try (RunningProgram verify = command(settings, "verify").start(directory)) {
                assertThat(verify.exitCode()).as(verify.log()).isZero();
                assertThat(verify.out()).contains("ok ", "1 artifacts, 0 damaged");
            }
            assertThat(weights.toFile().setWritable(true)).isTrue();
            Files.writeString(weights, "wEights");

            try (RunningProgram verify = command(settings, "verify").start(directory)) {
                assertThat(verify.exitCode()).isEqualTo(8);
                assertThat(verify.out())
                        .contains("model.onnx has another content", "1 artifacts, 1 damaged");
                assertThat(verify.err()).contains("rehash-at-start");
            }
        }
        try (RunningProgram verify =
                command(
                                Map.of(
                                        "gantry.loader.cache.directory",
                                        directory.resolve("none").toString()),
                                "verify")
                        .start(directory)) {
            assertThat(verify.exitCode()).isEqualTo(10);
            assertThat(verify.err()).contains("There is no cache that can be read");
        }
    }

    @Test
    void shouldSayThatAWordIsNoCommand() throws Exception {
        try (RunningProgram run = command(Map.of(), "download").start(directory)) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("'download' is no command", "usage: pull ");
        }
    }

    /// By names that KServe gives its storage initializer.
    @Test
    void shouldAskWithCredentialsOfItsEnvironment() throws Exception {
        List<String> asked = new ArrayList<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
                        exchange.sendResponseHeaders(403, -1);
                    }
                });
        server.start();
        try {
            Program program =
                    program(Map.of(), "s3://models/iris", directory.resolve("m").toString())
                            .with(
                                    Map.of(
                                            "AWS_ENDPOINT_URL",
                                            "http://127.0.0.1:" + server.getAddress().getPort(),
                                            "AWS_ACCESS_KEY_ID",
                                            "from-the-secret",
                                            "AWS_SECRET_ACCESS_KEY",
                                            "geheim"));
            try (RunningProgram pull = program.start(directory)) {
                assertThat(pull.exitCode()).isEqualTo(4);
                assertThat(asked).isNotEmpty().allMatch(each -> each.contains("from-the-secret/"));
                assertThat(pull.log() + Files.readString(lastWord)).doesNotContain("geheim");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldGoOnAfterItWasKilled() throws Exception {
        try (SlowOrigin origin = new SlowOrigin()) {
            Path destination = directory.resolve("models");
            try (RunningProgram killed =
                    program(Map.of(), origin.uri(), destination.toString()).start(directory)) {
                await("half")
                        .atMost(PATIENCE)
                        .until(() -> bytesBelow(destination) == SlowOrigin.HALF);
                killed.kill();
            }
            int before = origin.starts().size();
            origin.release();

            assertThat(pull(Map.of(), origin.uri(), destination.toString()).exitCode()).isZero();

            assertThat(origin.starts().subList(before, origin.starts().size()))
                    .filteredOn(start -> start != 0)
                    .allMatch(start -> start >= SlowOrigin.HALF);
            assertThat(destination.resolve("model.bin")).hasBinaryContent(SlowOrigin.CONTENT);
            assertThat(destination.resolve(".gantry")).doesNotExist();
        }
    }

    private static long bytesBelow(Path destination) throws IOException {
        Path work = destination.resolve(".gantry/tmp");
        if (!Files.exists(work)) {
            return 0;
        }
        try (var files = Files.walk(work)) {
            return files.filter(file -> file.endsWith("model.bin"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private RunningProgram pull(Map<String, String> settings, String... words) throws Exception {
        try (RunningProgram pull = program(settings, words).start(directory)) {
            pull.exitCode();
            return pull;
        }
    }

    private Program program(Map<String, String> settings, String... words) {
        List<String> all = new ArrayList<>(List.of("pull"));
        all.addAll(List.of(words));
        return command(settings, all.toArray(String[]::new));
    }

    private Program command(Map<String, String> settings, String... words) {
        List<String> all = new ArrayList<>(Program.packaged(settings).words());
        all.addAll(List.of(words));
        return Program.of(all).with(Map.of("GANTRY_TERMINATION_LOG", lastWord.toString()));
    }
}
