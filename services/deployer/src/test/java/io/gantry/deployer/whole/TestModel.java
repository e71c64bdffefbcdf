package io.gantry.deployer.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvicted;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.Keys;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.kserve.api.KServeJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Events of one service, as the registry, the loader and the monitor would publish them.
record TestModel(String name) {

    static final String NAMESPACE = "tests";
    static final String FORMAT = "text";

    private static final AtomicLong GENERATION = new AtomicLong(System.currentTimeMillis());

    /// A runtime that serves [#FORMAT] with [ModelServer].
    static ServingRuntimeApplied runtime(String name, String... moreArguments) {
        return runtimeOf(name, FORMAT, moreArguments);
    }

    static ServingRuntimeApplied runtimeOf(String name, String format, String... moreArguments) {
        ObjectNode manifest = KServeJson.mapper().createObjectNode();
        manifest.put("apiVersion", "serving.kserve.io/v1alpha1")
                .put("kind", "ClusterServingRuntime");
        manifest.putObject("metadata").put("name", name);
        ObjectNode spec = manifest.putObject("spec");
        spec.putArray("supportedModelFormats")
                .addObject()
                .put("name", format)
                .put("autoSelect", true);
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "kserve-container").put("image", "tests/server:1");
        container.putArray("command").add(java());
        var arguments = container.putArray("args");
        List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-cp",
                        classes(),
                        "io.gantry.deployer.whole.ModelServer",
                        "--name={{.Name}}",
                        "--model=/mnt/models",
                        "--port=8080")
                .forEach(arguments::add);
        List.of(moreArguments).forEach(arguments::add);
        container.putArray("ports").addObject().put("containerPort", 8080);
        ObjectNode probe = container.putObject("readinessProbe").put("periodSeconds", 1);
        probe.put("failureThreshold", 1)
                .putObject("httpGet")
                .put("path", "/ready")
                .put("port", 8080);
        return new ServingRuntimeApplied(
                Keys.CLUSTER_SCOPE, name, GENERATION.incrementAndGet(), manifest);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classes() {
        return Path.of(
                        ModelServer.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                .toString();
    }

    ObjectNode predictor(String... arguments) {
        ObjectNode predictor = KServeJson.mapper().createObjectNode();
        ObjectNode model = predictor.putObject("model");
        model.putObject("modelFormat").put("name", FORMAT);
        model.put("storageUri", storageUri());
        if (arguments.length > 0) {
            var listed = model.putArray("args");
            List.of(arguments).forEach(listed::add);
        }
        return predictor;
    }

    Revision revision(int number, int percent, ObjectNode predictor) {
        return new Revision(revisionName(number), number, percent, predictor, List.of(reference()));
    }

    String revisionName(int number) {
        return Revision.nameOf(name, number);
    }

    InferenceServiceApplied applied(Revision... revisions) {
        return appliedAs("uid-" + name, revisions);
    }

    InferenceServiceApplied appliedAs(String uid, Revision... revisions) {
        ObjectNode manifest = KServeJson.mapper().createObjectNode();
        manifest.put("apiVersion", "serving.kserve.io/v1beta1").put("kind", "InferenceService");
        manifest.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        manifest.putObject("spec").set("predictor", revisions[0].predictor());
        return new InferenceServiceApplied(
                NAMESPACE, name, uid, GENERATION.incrementAndGet(), List.of(revisions), manifest);
    }

    InferenceServiceApplied stopped(Revision... revisions) {
        InferenceServiceApplied stopped = applied(revisions);
        ((ObjectNode) stopped.manifest().get("metadata"))
                .putObject("annotations")
                .put("serving.kserve.io/stop", "true");
        return stopped;
    }

    void addVariable(ObjectNode predictor, String variable, String value) {
        predictor
                .withObject("/model")
                .withArray("env")
                .addObject()
                .put("name", variable)
                .put("value", value);
    }

    ArtifactFailed notCached(Failure failure, @Nullable Instant retryAt) {
        return new ArtifactFailed(
                reference().artifact(),
                "local",
                storageUri(),
                GENERATION.incrementAndGet(),
                failure,
                retryAt);
    }

    ArtifactEvicted evicted() {
        return new ArtifactEvicted(
                reference().artifact(), "local", storageUri(), GENERATION.incrementAndGet());
    }

    InferenceServiceDeleted deleted() {
        return new InferenceServiceDeleted(
                NAMESPACE, name, "uid-" + name, GENERATION.incrementAndGet());
    }

    /// The model's files, in a new directory, are on the node.
    ArtifactCached cached(String answer) {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "model-");
            Files.writeString(directory.resolve("answer"), answer);
            return new ArtifactCached(
                    reference().artifact(),
                    "local",
                    storageUri(),
                    GENERATION.incrementAndGet(),
                    directory.toAbsolutePath().toString(),
                    "0".repeat(64),
                    answer.length(),
                    1,
                    5);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param leave ids of the replicas that are missed least
    ScalingDecided scaled(int revision, int replicas, String... leave) {
        return new ScalingDecided(
                NAMESPACE,
                name,
                revisionName(revision),
                GENERATION.incrementAndGet(),
                replicas,
                "The test wants it.",
                Map.of(),
                List.of(leave));
    }

    ArtifactReference reference() {
        return ArtifactReference.of(storageUri(), null, ArtifactReference.DEFAULT_MOUNT_PATH);
    }

    String storageUri() {
        return "file:///models/" + name;
    }
}
