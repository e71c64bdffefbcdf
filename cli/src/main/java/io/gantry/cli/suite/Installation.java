package io.gantry.cli.suite;

import io.gantry.cli.CliException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where Gantry's programs lie: the checkout, or a copy with the same layout.
public record Installation(Path root) {

    /// The property by which `./gantry` tells where it lies.
    private static final String ROOT_PROPERTY = "gantry.home";

    public static Installation current() {
        String root = System.getProperty(ROOT_PROPERTY);
        if (root == null) {
            throw CliException.failed(
                    "The system property gantry.home is not set; start Gantry by ./gantry");
        }
        return new Installation(Path.of(root).toAbsolutePath().normalize());
    }

    public Path serviceJar(Service service) {
        return existing(serviceApp(service).resolve("quarkus-run.jar"));
    }

    /// The service's AOT cache, if one was made.
    public Optional<Path> aotCache(Service service) {
        return Optional.of(aotCachePath(service)).filter(Files::exists);
    }

    Path aotCachePath(Service service) {
        return serviceApp(service).resolve("app.aot");
    }

    /// Directories of the serving runtimes' launchers, which a predictor's command is looked up in.
    List<Path> runtimeLaunchers() {
        return Stream.of("onnx", "llamacpp")
                .map(name -> existing(root.resolve("runtimes").resolve(name).resolve("bin")))
                .toList();
    }

    /// Directory of the serving runtimes' manifests.
    public Path runtimeManifests() {
        return existing(root.resolve("runtimes/manifests"));
    }

    /// The language model of the demo, a directory with a GGUF file.
    public Path languageModel() {
        return existing(root.resolve("runtimes/llamacpp/model"));
    }

    /// The sample model, a directory with an ONNX file and its tokenizer.
    public Path sampleModel() {
        return existing(root.resolve("runtimes/onnx/target/sample-model"));
    }

    private Path serviceApp(Service service) {
        return root.resolve("services").resolve(service.folder()).resolve("target/quarkus-app");
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw CliException.failed(
                    "%s is missing; build Gantry with ./mvnw package -Dquick".formatted(path));
        }
        return path;
    }
}
