package io.gantry.loader.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.events.NodeObserved;
import io.gantry.events.Revision;
import io.gantry.events.ServingRuntimeEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Events of some nodes, models and caches, and what each node makes of them.
final class World {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Warmth> loaders = new TreeMap<>();

    /// Every node has a loader, which has heard of all nodes.
    World(int headroom, List<NodeObserved> nodes) {
        WarmPolicy.Settings settings = new WarmPolicy.Settings(headroom, false, false);
        nodes.forEach(node -> loaders.put(node.node(), new Warmth(node.node(), settings)));
        loaders.values().forEach(loader -> nodes.forEach(node -> loader.accept(node, 0)));
    }

    World with(InferenceServiceApplied service) {
        loaders.values().forEach(loader -> loader.accept(service));
        return this;
    }

    World with(ServingRuntimeEvent runtime) {
        loaders.values().forEach(loader -> loader.accept(runtime));
        return this;
    }

    World with(ModelCacheEvent cache) {
        loaders.values().forEach(loader -> loader.accept(cache));
        return this;
    }

    /// The nodes that load the artifact, in the order of their names.
    List<String> loading(ArtifactReference artifact) {
        return loaders.entrySet().stream()
                .filter(loader ->
                        loader.getValue().plan().loaded().containsKey(artifact.artifact()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What every loader has to say, which is the same for all.
    List<Plan.Unplaced> unplaced() {
        List<List<Plan.Unplaced>> all =
                loaders.values().stream()
                        .map(loader -> loader.plan().unplaced())
                        .distinct()
                        .toList();
        if (all.size() != 1) {
            throw new AssertionError("Loaders disagree: " + all);
        }
        return all.getFirst();
    }

    Plan planOf(String node) {
        Warmth loader = loaders.get(node);
        if (loader == null) {
            throw new AssertionError("No node " + node);
        }
        return loader.plan();
    }

    Set<String> names() {
        return loaders.keySet();
    }

    static NodeObserved node(String name, Map<String, String> labels, Map<String, Long> devices) {
        return new NodeObserved(name, 1, labels, devices, 10_000);
    }

    static NodeObserved node(String name) {
        return node(name, Map.of(), Map.of());
    }

    static ArtifactReference artifact(String uri) {
        return ArtifactReference.of(uri, null, ArtifactReference.DEFAULT_MOUNT_PATH);
    }

    static InferenceServiceApplied service(String name, String predictor, String uri) {
        return service(name, "{}", List.of(revision(name, 1, 100, predictor, uri)));
    }

    static InferenceServiceApplied service(String name, String manifest, List<Revision> revisions) {
        return new InferenceServiceApplied("default", name, "u", 1, revisions, json(manifest));
    }

    static Revision revision(
            String service, int number, int percent, String predictor, String uri) {
        return new Revision(
                Revision.nameOf(service, number),
                number,
                percent,
                json(predictor),
                List.of(artifact(uri)));
    }

    static ModelCacheApplied cache(String name, String uri, long size, String... groups) {
        return new ModelCacheApplied(
                Keys.CLUSTER_SCOPE,
                name,
                "u",
                1,
                Instant.EPOCH,
                artifact(uri),
                size,
                List.of(groups));
    }

    static ModelNodeGroupApplied group(String name, long limit, String... terms) {
        return new ModelNodeGroupApplied(
                name, 1, limit, List.of(terms).stream().map(World::json).toList());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
