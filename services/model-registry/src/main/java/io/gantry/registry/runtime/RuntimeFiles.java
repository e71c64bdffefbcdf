package io.gantry.registry.runtime;

import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.store.StoredResource;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the runtimes that exist from the start.
@ApplicationScoped
class RuntimeFiles {

    private final Optional<Path> directory;
    private final Runtimes runtimes;

    RuntimeFiles(RegistryConfig config, Runtimes runtimes) {
        this.directory = config.runtimesDirectory();
        this.runtimes = runtimes;
    }

    void load(@Observes StartupEvent event) {
        directory.map(RuntimeFiles::yamlFiles).orElse(List.of()).forEach(this::load);
    }

    private void load(Path file) {
        for (Manifest manifest : Manifests.read(text(file))) {
            switch (manifest) {
                case Manifest.OfServingRuntime(ServingRuntime runtime) -> apply(file, runtime);
                case Manifest.OfInferenceService service ->
                        passOver(file, "it is an InferenceService, " + service.resource().name());
                case Manifest.OfOther other ->
                        passOver(file, "it is a %s, %s".formatted(other.kind(), other.name()));
                case Manifest.Unsupported unsupported -> passOver(file, unsupported.why());
                case Manifest.Mistyped mistyped -> passOver(file, place(mistyped.why()));
                case Manifest.Malformed malformed -> passOver(file, place(malformed));
            }
        }
    }

    private static String place(Manifest.Malformed malformed) {
        return "line %d, column %d: %s"
                .formatted(malformed.line(), malformed.column(), malformed.message());
    }

    private void apply(Path file, ServingRuntime runtime) {
        try {
            tell(
                    file,
                    runtime,
                    VertxContextSupport.subscribeAndAwait(
                            () -> runtimes.offer(runtime, hash(runtime))));
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "The runtime %s of %s cannot be stored".formatted(runtime.name(), file), e);
        }
    }

    private static void tell(Path file, ServingRuntime runtime, OfferOutcome outcome) {
        switch (outcome) {
            case OfferOutcome.Known _ -> {}
            case OfferOutcome.LeftAlone _ ->
                    Log.infof(
                            "Serving runtime was changed or deleted since and stays so name=%s file=%s",
                            runtime.name(), file.getFileName());
            case OfferOutcome.Applied(
                            ApplyOutcome.Invalid<StoredResource>(List<Violation> violations)) ->
                    passOver(file, violations.getFirst().sentence());
            case OfferOutcome.Applied _ ->
                    Log.infof(
                            "Serving runtime is registered name=%s file=%s",
                            runtime.name(), file.getFileName());
        }
    }

    private static void passOver(Path file, String why) {
        Log.warnf(
                "A document is no serving runtime that can be stored and is passed over file=%s reason=%s",
                file, why);
    }

    private static List<Path> yamlFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "gantry.registry.runtimes-directory cannot be read: " + directory, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String hash(ServingRuntime runtime) {
        try {
            byte[] json = KServeJson.toJson(runtime).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
