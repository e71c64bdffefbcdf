package io.gantry.registry.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.PredictorRemoved;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingEvent;
import io.gantry.events.StateEvent;
import io.gantry.kserve.api.Condition;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A service whose predictors and artifacts say something at certain seconds.
final class Scene {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    static final String URI_OF_MODEL = "s3://models/minilm";
    static final ArtifactReference ARTIFACT =
            ArtifactReference.of(URI_OF_MODEL, null, ArtifactReference.DEFAULT_MOUNT_PATH);

    final Observed observed = new Observed();
    private final StoredService service;

    private Scene(StoredService service) {
        this.service = service;
    }

    /// A service with one revision that gets everything.
    static Scene simple() {
        return of(Map.of(), revision(1, 100));
    }

    /// The same, and requests enter by a transformer.
    static Scene withTransformer() {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.withObject("/transformer")
                .putArray("containers")
                .addObject()
                .put("name", "c")
                .put("image", "t:1");
        return new Scene(service(Map.of(), spec, revision(1, 100)));
    }

    static Scene of(Map<String, String> annotations, Revision... revisions) {
        return new Scene(service(annotations, revisions));
    }

    static StoredService service(Map<String, String> annotations, Revision... revisions) {
        return service(annotations, JsonNodeFactory.instance.objectNode(), revisions);
    }

    private static StoredService service(
            Map<String, String> annotations, ObjectNode spec, Revision... revisions) {
        UUID uid = new UUID(0, 1);
        ObjectMeta metadata =
                new ObjectMeta(
                        "minilm",
                        "default",
                        uid.toString(),
                        3L,
                        "7",
                        START.truncatedTo(ChronoUnit.SECONDS).toString(),
                        null,
                        annotations,
                        Map.of());
        InferenceService resource =
                InferenceService.of(metadata, KServeJson.read(spec, InferenceServiceSpec.class));
        return new StoredService(
                new ServiceKey("default", "minilm"), uid, 3, resource, List.of(revisions));
    }

    static Revision revision(int number, int percent) {
        return new Revision(
                Revision.nameOf("minilm", number),
                number,
                percent,
                JsonNodeFactory.instance.objectNode(),
                List.of(ARTIFACT));
    }

    /// Lets an event be seen.
    ///
    /// @param second after the service was created; also the event's generation
    Scene at(long second, StateEvent event) {
        accept(observed, event, START.plusSeconds(second));
        return this;
    }

    static void accept(Observed observed, StateEvent event, Instant time) {
        switch (event) {
            case PredictorEvent predictor -> observed.accept(predictor, time);
            case ArtifactEvent artifact -> observed.accept(artifact, time);
            case ScalingEvent scaling -> observed.accept(scaling);
            default -> throw new IllegalArgumentException("Nobody reads " + event);
        }
    }

    InferenceServiceStatus status() {
        return statusOf(service);
    }

    InferenceServiceStatus statusOf(StoredService other) {
        return new Composition(other, observed.of(other), URI.create("http://localhost:8081/"))
                .status();
    }

    static Condition condition(InferenceServiceStatus status, String type) {
        return java.util.Objects.requireNonNull(status.conditions()).stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type + " in " + status));
    }

    Condition condition(String type) {
        return condition(status(), type);
    }

    static PredictorObserved predictor(int revision, long generation, Phase phase) {
        return predictor(revision, generation, phase, phase == Phase.READY ? 1 : 0, null);
    }

    static PredictorObserved failed(int revision, long generation, Failure failure) {
        return predictor(revision, generation, Phase.FAILED, 0, failure);
    }

    static PredictorObserved predictor(
            int revision, long generation, Phase phase, int ready, @Nullable Failure failure) {
        return new PredictorObserved(
                "default",
                "minilm",
                Revision.nameOf("minilm", revision),
                generation,
                phase,
                phase == Phase.STANDBY ? 0 : Math.max(1, ready),
                IntStream.range(0, ready)
                        .mapToObj(i -> new Endpoint("r" + i, "127.0.0.1", 4000 + i, "n", true, 9L))
                        .toList(),
                "gantry-onnx",
                failure);
    }

    /// The same, on a cluster, whose pods bring their models by themselves.
    static PredictorObserved inPods(PredictorObserved seen) {
        return new PredictorObserved(
                seen.namespace(),
                seen.name(),
                seen.revision(),
                seen.generation(),
                seen.phase(),
                seen.desiredReplicas(),
                seen.endpoints(),
                seen.runtime(),
                seen.failure(),
                seen.components(),
                "kubernetes",
                seen.requests());
    }

    static PredictorRemoved removed(int revision, long generation) {
        return new PredictorRemoved(
                "default", "minilm", Revision.nameOf("minilm", revision), generation);
    }

    static ArtifactProgressed progressed(long generation, long done, @Nullable Long total) {
        return new ArtifactProgressed(
                ARTIFACT.artifact(), "node-1", URI_OF_MODEL, generation, done, total, 1 << 20);
    }

    static ArtifactCached cached(long generation) {
        return new ArtifactCached(
                ARTIFACT.artifact(), "node-1", URI_OF_MODEL, generation, "/c", "ab", 9, 2, 5);
    }

    static ArtifactFailed failedDownload(
            long generation, Failure failure, @Nullable Instant retryAt) {
        return new ArtifactFailed(
                ARTIFACT.artifact(), "node-1", URI_OF_MODEL, generation, failure, retryAt);
    }

    static ScalingDecided scaled(int revision, long generation, int replicas, String reason) {
        return new ScalingDecided(
                "default",
                "minilm",
                Revision.nameOf("minilm", revision),
                generation,
                replicas,
                reason,
                Map.of());
    }
}
