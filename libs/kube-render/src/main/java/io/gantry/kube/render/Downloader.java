package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.StorageUriSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The container that downloads a pod's model before the server starts: Gantry's loader, or a
/// downloader of the installation's own (ClusterStorageContainer).
final class Downloader {
    /// KServe's name for it.
    static final String NAME = "storage-initializer";

    /// The volume with the node's cache.
    static final String CACHE = "gantry-node-cache";

    private static final String CACHE_DIRECTORY = "/var/cache/gantry";

    private final RenderSettings settings;
    private final ClusterLookup cluster;

    Downloader(RenderSettings settings, ClusterLookup cluster) {
        this.settings = settings;
        this.cluster = cluster;
    }

    /// @param parent the directory that all mount paths are in
    void add(
            PodDraft pod,
            Workload workload,
            Model model,
            List<StorageUriSpec> places,
            String parent) {
        if (pod.prepares(NAME)) {
            // The user brings a container that does it.
            return;
        }
        Credentials credentials = new Credentials(cluster, workload, pod);
        List<ObjectNode> containers =
                custom(workload, places)
                        .map(own -> List.of(own(own, places)))
                        .orElseGet(() ->
                                shares(model, places).stream()
                                        .map(together -> loader(pod, model, together))
                                        .toList());
        for (ObjectNode container : containers) {
            int before = countOf(pod);
            container.put("name", before == 0 ? NAME : NAME + "-" + (before + 1));
            PodDraft.mount(container, PodDraft.Mount.of(ModelStorage.DOWNLOADS, parent, false));
            complete(container);
            credentials.add(container, model);
            pod.prepare(container);
        }
    }

    private static int countOf(PodDraft pod) {
        return (int)
                pod.all()
                        .filter(each -> each.path("name").asText().startsWith(NAME))
                        .count();
    }

    /// The loader pulls all places at once, or each by itself when it is to look into the cache.
    private List<List<StorageUriSpec>> shares(Model model, List<StorageUriSpec> places) {
        boolean cached =
                settings.nodeCache() != null
                        && places.stream()
                                .anyMatch(place -> model.artifact(ModelStorage.uri(place)) != null);
        return cached ? places.stream().map(List::of).toList() : List.of(places);
    }

    /// What KServe's container has of both.
    private static void complete(ObjectNode container) {
        if (!container.has("terminationMessagePolicy")) {
            container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        }
        if (!container.has("resources")) {
            ObjectNode resources = container.putObject("resources");
            resources.putObject("requests").put("cpu", "100m").put("memory", "100Mi");
            resources.putObject("limits").put("cpu", "1").put("memory", "1Gi");
        }
    }

    private ObjectNode loader(PodDraft pod, Model model, List<StorageUriSpec> places) {
        ObjectNode container = KServeJson.mapper().createObjectNode();
        container.put("name", NAME).put("image", settings.loaderImage());
        ArrayNode args = container.putArray("args").add("pull");
        Artifact artifact = shared(model, places);
        if (artifact != null) {
            cache(pod, container);
            args.add("--artifact").add(artifact.id());
            if (artifact.sha256() != null) {
                args.add("--sha256").add(artifact.sha256());
            }
        }
        pairs(args, places);
        return container;
    }

    private static ObjectNode own(StorageContainer custom, List<StorageUriSpec> places) {
        ObjectNode container = custom.container().put("name", NAME);
        pairs(container.putArray("args"), places);
        return container;
    }

    private static void pairs(ArrayNode args, List<StorageUriSpec> places) {
        places.forEach(place -> args.add(ModelStorage.uri(place)).add(ModelStorage.path(place)));
    }

    private @Nullable Artifact shared(Model model, List<StorageUriSpec> places) {
        return settings.nodeCache() == null || places.size() > 1
                ? null
                : model.artifact(ModelStorage.uri(places.getFirst()));
    }

    private void cache(PodDraft pod, ObjectNode container) {
        ObjectNode source =
                KServeJson.mapper()
                        .createObjectNode()
                        .put("path", settings.nodeCache())
                        .put("type", "DirectoryOrCreate");
        pod.volume(CACHE, "hostPath", source);
        PodDraft.mount(container, PodDraft.Mount.of(CACHE, CACHE_DIRECTORY, true));
        PodDraft.variable(container, "GANTRY_LOADER_CACHE_DIRECTORY", CACHE_DIRECTORY);
    }

    private Optional<StorageContainer> custom(Workload workload, List<StorageUriSpec> places) {
        String uri = ModelStorage.uri(places.getFirst());
        JsonNode named = workload.component().unknown().get("storageContainerName");
        Optional<StorageContainer> found =
                named == null || named.asText().isEmpty()
                        ? cluster.storageContainers().stream()
                                .filter(each -> each.takes(uri))
                                .findFirst()
                        : Optional.of(named(workload, named.asText()));
        if (found.isPresent() && places.size() > 1 && !found.get().takesSeveral()) {
            throw new Refusal(
                    workload.kind().field("storageUris"),
                    places.size() + " of them",
                    "the ClusterStorageContainer \"%s\" downloads one model only"
                            .formatted(found.get().name()),
                    "set its supportsMultiModelDownload if it can, or use one storageUri");
        }
        return found;
    }

    private StorageContainer named(Workload workload, String name) {
        return cluster.storageContainers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                workload.kind().field("storageContainerName"),
                                name,
                                "there is no ClusterStorageContainer of this name",
                                "create it, or leave the field out to use Gantry's loader"));
    }
}
