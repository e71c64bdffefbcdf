package io.gantry.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Programs of other projects that talk to the registry, made from their own sources and packages
/// into `target/clients`. A test that needs one is skipped where the language is missing.
final class Clients {

    private static final Path SOURCES = Path.of("clients").toAbsolutePath();
    private static final Path MADE = Path.of("target", "clients").toAbsolutePath();
    private static final String VERSION = "v1.34.2";
    private static final String OPENAI_VERSION = "7.59.0";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Clients() {}

    /// The real kubectl.
    static Path kubectl() throws InterruptedException {
        Path binary = MADE.resolve("kubectl");
        if (!Files.exists(binary)) {
            assumeInstalled("go");
            String version = "-X k8s.io/component-base/version.gitVersion=" + VERSION;
            make(
                    "go",
                    "build",
                    "-C",
                    SOURCES.resolve("kubectl").toString(),
                    "-ldflags=-s -w " + version,
                    "-o",
                    binary.toString(),
                    ".");
        }
        return binary;
    }

    /// A Python that has KServe's SDK.
    static Path python() throws InterruptedException {
        Path home = MADE.resolve("kserve-sdk");
        Path python = home.resolve("bin/python");
        Path done = home.resolve("installed");
        if (!Files.exists(done)) {
            assumeInstalled("python3");
            make("python3", "-m", "venv", "--clear", home.toString());
            Path requirements = SOURCES.resolve("kserve-sdk/requirements.txt");
            make(python.toString(), "-m", "pip", "install", "-q", "-r", requirements.toString());
            make("touch", done.toString());
        }
        return python;
    }

    /// OpenAI's package for Node.
    static Path openAiForNode() throws InterruptedException {
        Path home = MADE.resolve("openai-" + OPENAI_VERSION);
        Path done = home.resolve("installed");
        if (!Files.exists(done)) {
            assumeInstalled("npm");
            String name = "openai@" + OPENAI_VERSION;
            make("npm", "install", "--no-save", "--prefix", home.toString(), name);
            make("touch", done.toString());
        }
        return home.resolve("node_modules/openai");
    }

    /// A file of a Go module.
    ///
    /// @param module with its version, for example `sigs.k8s.io/lws@v0.8.0`
    static Path ofModule(String module, String file) throws InterruptedException {
        assumeInstalled("go");
        List<String> words = List.of("go", "mod", "download", "-json", module);
        try (RunningProgram program = Program.of(words).start(made())) {
            if (program.exitCode() != 0) {
                throw new AssertionError(String.join(" ", words) + "\n" + program.log());
            }
            String directory = JSON.readTree(program.out()).path("Dir").asText();
            return Path.of(directory, file);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path script(String name) {
        return SOURCES.resolve(name);
    }

    /// Runs a client to its end.
    static Cli.Outcome run(List<String> words) throws InterruptedException {
        try (RunningProgram client = start(words)) {
            return new Cli.Outcome(client.exitCode(), client.out(), client.err());
        }
    }

    /// Starts a client, with no configuration of whoever runs the tests.
    static RunningProgram start(List<String> words) {
        return Program.of(words).with(Map.of("HOME", made().toString())).start(made());
    }

    /// @param server of which kubectl is to be a client
    static List<String> kubectl(URI server, String... arguments) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(kubectl().toString()));
        words.addAll(List.of("--server", server.toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    private static void make(String... words) throws InterruptedException {
        try (RunningProgram program = Program.of(List.of(words)).start(made())) {
            if (program.exitCode() != 0) {
                throw new AssertionError(String.join(" ", words) + "\n" + program.log());
            }
        }
    }

    private static Path made() {
        try {
            return Files.createDirectories(MADE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assumeInstalled(String program) {
        boolean installed =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(installed, "SKIPPED: there is no %s on this machine".formatted(program));
    }
}
