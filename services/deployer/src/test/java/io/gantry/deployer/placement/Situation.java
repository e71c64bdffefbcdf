package io.gantry.deployer.placement;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.deployer.cluster.ClusterView;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Progress;
import io.gantry.deployer.platform.Replica;
import io.gantry.deployer.platform.Replica.Condition;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.Revision;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A service `llama` of GPU predictors, and what a platform has of it, put together for a test.
final class Situation {

    static final String UID = "uid-1";
    private static final ArtifactReference MODEL =
            ArtifactReference.of("s3://models/llama", null, ArtifactReference.DEFAULT_MOUNT_PATH);

    static final Set<String> GPU = Set.of("nvidia.com/gpu");

    private final List<Revision> revisions = new ArrayList<>();
    private final Map<String, PredictorState> running = new HashMap<>();
    private final Map<String, PredictorEvent> published = new HashMap<>();
    private final Map<String, Integer> scaling = new HashMap<>();
    private final Map<String, Set<String>> warm = new HashMap<>();

    static String revision(int number) {
        return Revision.nameOf("llama", number);
    }

    Situation wants(int number, int trafficPercent, int minReplicas) {
        JsonNode predictor =
                json(
                        """
                        {"model": {"modelFormat": {"name": "vLLM"}, "storageUri": "s3://models/llama"},
                         "minReplicas": %d, "maxReplicas": 8}
                        """
                                .formatted(minReplicas));
        revisions.add(
                new Revision(revision(number), number, trafficPercent, predictor, List.of(MODEL)));
        return this;
    }

    /// Nodes that have the model.
    Situation warm(Set<String> nodes) {
        warm.put(MODEL.artifact(), nodes);
        return this;
    }

    Situation decided(int number, int replicas) {
        scaling.put(revision(number), replicas);
        return this;
    }

    Situation has(int number, int ready, int starting) {
        return has(number, ready, starting, new Progress.Ongoing(), null);
    }

    Situation has(
            int number, int ready, int starting, Progress progress, @Nullable Integer places) {
        List<Replica> replicas = new ArrayList<>();
        IntStream.range(0, ready).forEach(i -> replicas.add(replica("r" + i, Condition.READY)));
        IntStream.range(0, starting)
                .forEach(i -> replicas.add(replica("s" + i, Condition.STARTING)));
        String name = revision(number);
        PredictorKey key = new PredictorKey("default", "llama", name);
        running.put(
                name,
                new PredictorState(
                        key,
                        UID,
                        "vllm",
                        ready > 0,
                        ready + starting,
                        replicas,
                        null,
                        progress,
                        places,
                        GPU,
                        Map.of(),
                        Map.of(),
                        List.of()));
        published.put(
                name,
                new PredictorObserved(
                        "default",
                        "llama",
                        name,
                        1,
                        ready > 0 ? Phase.READY : Phase.LOADING,
                        ready + starting,
                        IntStream.range(0, ready)
                                .mapToObj(
                                        i -> new Endpoint("r" + i, "10.0.0.1", 8080, "n", true, 1L))
                                .toList(),
                        "vllm",
                        null));
        return this;
    }

    /// The revision was ready once, whatever its replicas are now.
    Situation served(int number) {
        return served(number, UID, null);
    }

    /// The same of a revision that is to have replicas of which none are there now.
    Situation served(int number, int target) {
        return served(number, UID, target);
    }

    Situation servedAnother(int number, String uid) {
        return served(number, uid, null);
    }

    private Situation served(int number, String uid, @Nullable Integer target) {
        running.computeIfPresent(
                revision(number),
                (name, state) ->
                        new PredictorState(
                                state.key(),
                                uid,
                                state.runtime(),
                                true,
                                target == null ? state.target() : target,
                                state.replicas(),
                                state.failure(),
                                state.progress(),
                                state.places(),
                                state.devices(),
                                state.components(),
                                state.requests(),
                                state.componentStates()));
        return this;
    }

    Map<String, Decision> decisions() {
        return new Rollout(view(), running, new Limits(100, true, true)).decisions();
    }

    Decision decision(int number) {
        Decision decision = decisions().get(revision(number));
        if (decision == null) {
            throw new AssertionError("Nothing was decided for " + revision(number));
        }
        return decision;
    }

    ClusterView view() {
        return new ClusterView(
                "default",
                "llama",
                new InferenceServiceApplied(
                        "default",
                        "llama",
                        UID,
                        1,
                        revisions,
                        json(
                                """
                                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                                 "metadata": {"name": "llama", "namespace": "default"},
                                 "spec": {"predictor": {"model": {"modelFormat": {"name": "vLLM"}}}}}
                                """)),
                new RuntimeCatalog(List.of(), List.of(runtime())),
                Map.of(),
                warm,
                scaling,
                Map.of(),
                published);
    }

    Map<String, PredictorState> running() {
        return running;
    }

    private static ServingRuntime runtime() {
        return KServeJson.read(
                json(
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha1", "kind": "ClusterServingRuntime",
                         "metadata": {"name": "vllm"},
                         "spec": {"supportedModelFormats": [{"name": "vLLM", "autoSelect": true}],
                          "containers": [{"name": "kserve-container", "image": "vllm:1"}]}}
                        """),
                ServingRuntime.class);
    }

    private static Replica replica(String id, Condition condition) {
        return new Replica(
                id,
                "node-1",
                "10.0.0.1",
                8080,
                null,
                null,
                null,
                condition,
                condition == Condition.READY,
                condition == Condition.READY ? 1L : null,
                null,
                0,
                0);
    }

    private static JsonNode json(String text) {
        try {
            return KServeJson.mapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
