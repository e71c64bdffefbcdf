package io.gantry.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One event of every type, as the golden fixtures have them.
final class Samples {

    private static final String URI = "s3://models/minilm";
    private static final String DIGEST =
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final ArtifactReference ARTIFACT =
            ArtifactReference.of(
                    URI,
                    null,
                    ArtifactReference.DEFAULT_MOUNT_PATH,
                    new CredentialsReference("ml", "default", null, null, Map.of("type", "s3")));
    private static final Failure FAILURE =
            new Failure(
                    FailureReason.MODEL_LOAD_FAILED,
                    "model.onnx is not an ONNX file: it starts with <html>",
                    "Check what the storage URI points to.",
                    "Error: invalid protobuf");
    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

    private Samples() {}

    static List<Event> all() {
        return List.of(
                new RegistrationRequested("default", "minilm", json("storageUri", URI), null),
                new RegistrationWithdrawn("default", "minilm"),
                new RegistrationAccepted("default", "minilm", "r-1", 3),
                new RegistrationRejected(
                        "default",
                        "MiniLM",
                        "r-2",
                        "The name is not valid",
                        List.of(
                                new RegistrationRejected.FieldProblem(
                                        "name", "found MiniLM; use lower case"))),
                new InferenceServiceApplied(
                        "default",
                        "minilm",
                        "u-1",
                        3,
                        List.of(revision()),
                        json("kind", "InferenceService")),
                new InferenceServiceDeleted("default", "minilm", "u-1", 4),
                new ServingRuntimeApplied(
                        Keys.CLUSTER_SCOPE,
                        "gantry-onnx",
                        1,
                        json("kind", "ClusterServingRuntime")),
                new ServingRuntimeDeleted("default", "mine", 2),
                new ArtifactProgressed(ARTIFACT.artifact(), "local", URI, 10, 1024, 4096L, 512),
                new ArtifactCached(
                        ARTIFACT.artifact(), "local", URI, 11, "/cache/a", DIGEST, 4096, 2, 1500),
                new ArtifactFailed(ARTIFACT.artifact(), "local", URI, 12, FAILURE, T0),
                new ArtifactEvicted(ARTIFACT.artifact(), "local", URI, 13),
                predictor(),
                new PredictorRemoved("default", "minilm", "minilm-00001", 22),
                traffic(),
                new ScalingDecided(
                        "default",
                        "minilm",
                        "minilm-00001",
                        30,
                        2,
                        "concurrency 140 over target 70",
                        Map.of("concurrency", 140.0),
                        List.of("minilm-00001-2"),
                        "StableWindow",
                        "MaxReplicas"),
                new ScalingRemoved("default", "minilm", "minilm-00001", 31),
                new AlertOpened(
                        "default",
                        "minilm",
                        "ErrorRateHigh",
                        Severity.CRITICAL,
                        "12 % of requests failed",
                        T0,
                        Map.of("team", "search"),
                        Map.of("revision", "minilm-00001"),
                        "The budget of a month is gone in two days.",
                        "docs/runbooks/AvailabilityBurnsFast.md"),
                new AlertUpdated(
                        "default",
                        "minilm",
                        "ErrorRateHigh",
                        Severity.WARNING,
                        "6 % of requests failed",
                        T0,
                        T0.plusSeconds(30),
                        Map.of("team", "search"),
                        Map.of("revision", "minilm-00002"),
                        null,
                        null),
                new AlertResolved(
                        "default",
                        "minilm",
                        "ErrorRateHigh",
                        Severity.CRITICAL,
                        "0 % failed",
                        T0,
                        T0.plusSeconds(60)),
                new SilenceCreated(
                        "5f2c7e0a",
                        50,
                        Map.of("namespace", "default", "alert", "*Burns*"),
                        "The disks are exchanged",
                        "ada",
                        T0,
                        T0.plusSeconds(7200)),
                new SilenceDeleted("5f2c7e0a", 51),
                new InferenceRequestLogged(exchange(Map.of(), Map.of()), payload("{\"a\":1}")),
                new InferenceResponseLogged(
                        exchange(Map.of("x-tenant", List.of("a", "b")), Map.of("team", "search")),
                        payload("{\"b\":2}")),
                node(),
                new NodeRemoved("gpu-1", 41),
                new ModelCacheApplied(
                        Keys.CLUSTER_SCOPE,
                        "minilm",
                        "u-2",
                        1,
                        T0,
                        ARTIFACT,
                        25_165_824,
                        List.of("gpus")),
                new ModelCacheDeleted("ml", "minilm", "u-3", 2),
                new ModelNodeGroupApplied(
                        "gpus", 1, 107_374_182_400L, List.of(json("matchExpressions", "none"))),
                new ModelNodeGroupDeleted("gpus", 2),
                new InferenceGraphApplied("default", "chain", "u-4", 1, json("nodes", "none")),
                new InferenceGraphDeleted("default", "chain", "u-4", 2),
                new ProxyObserved("inference-proxy-6d5f-x7k2p", 60, "10.1.2.3", 8081, 2000),
                new ProxyRemoved("inference-proxy-6d5f-x7k2p", 61),
                new DemandLearned("default", "llm", 60, T0, List.of(0, -1, 5650), 3100),
                new DemandForgotten("default", "llm", 61));
    }

    private static NodeObserved node() {
        return new NodeObserved(
                "gpu-1",
                40,
                Map.of("zone", "a"),
                Map.of("nvidia.com/gpu", 8L),
                10_000,
                25_000_000_000L,
                100_000_000_000L);
    }

    private static Revision revision() {
        return new Revision("minilm-00001", 1, 100, json("minReplicas", "1"), List.of(ARTIFACT));
    }

    private static PredictorObserved predictor() {
        return new PredictorObserved(
                "default",
                "minilm",
                "minilm-00001",
                21,
                PredictorObserved.Phase.READY,
                2,
                List.of(
                        new Endpoint(
                                "minilm-00001-1",
                                "127.0.0.1",
                                40001,
                                "local",
                                true,
                                900L,
                                40101,
                                4711L,
                                "8002/metrics",
                                41_000L),
                        new Endpoint("minilm-00001-2", "127.0.0.1", 40002, "local", false, null)),
                "gantry-onnx",
                null,
                Map.of("transformer", "minilm-transformer.default.svc:80"),
                PredictorObserved.LOCAL,
                Map.of("cpu", 0.5, "memory", 1_073_741_824.0),
                List.of(
                        new ComponentState(
                                "transformer",
                                2,
                                1,
                                Failure.of(
                                        FailureReason.IMAGE_PULL_FAILED,
                                        "The image t:1 cannot be had",
                                        "Check its name."))));
    }

    private static TrafficSampled traffic() {
        return new TrafficSampled(
                "default",
                "minilm",
                "minilm-00001",
                "proxy-1",
                T0,
                1000,
                1.5,
                2,
                0,
                40,
                1,
                0,
                LatencyHistogram.EMPTY.plusMillis(0.5).plusMillis(3).plusMillis(3));
    }

    private static JsonNode json(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }

    private static LoggedExchange exchange(
            Map<String, List<String>> metadata, Map<String, String> annotations) {
        return new LoggedExchange(
                "q-1", "default", "minilm", "predictor", "minilm-00001", metadata, annotations);
    }

    private static Payload payload(String json) {
        return new Payload("application/json", json.getBytes(StandardCharsets.UTF_8));
    }
}
