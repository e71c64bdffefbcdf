package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.validate.Refusal;
import java.util.List;
import java.util.Objects;
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
            PodDraft pod, PodOwner owner, Model model, List<StorageUriSpec> places, String parent) {
        Optional<ObjectNode> given = pod.preparing(NAME);
        if (given.isPresent() && given.get().has("image")) {
            // The user brings a container that does it.
            return;
        }
        Credentials credentials = new Credentials(cluster, owner, pod);
        Optional<StorageContainer> custom = custom(owner, places);
        List<List<StorageUriSpec>> pulls =
                custom.isPresent() ? List.of(places) : shares(model, places);
        for (int i = 0; i < pulls.size(); i++) {
            ObjectNode container =
                    custom.isPresent() ? standIn(pulls.get(i)) : loader(pod, model, pulls.get(i));
            lockUp(container, pod);
            PodDraft.mount(container, PodDraft.Mount.of(ModelStorage.DOWNLOADS, parent, false));
            credentials.add(container, model);
            ObjectNode complete =
                    custom.map(own -> PodSpecMerge.merge(container, own.container()))
                            .orElse(container);
            ObjectNode adjusted =
                    given.map(own -> PodSpecMerge.merge(complete, own)).orElse(complete);
            pod.prepare(adjusted.put("name", i == 0 ? NAME : NAME + "-" + (i + 1)));
        }
    }

    /// The loader pulls all places at once, or each by itself when it is to look into the cache.
    private List<List<StorageUriSpec>> shares(Model model, List<StorageUriSpec> places) {
        boolean cached =
                settings.nodeCache() != null
                        && places.stream()
                                .anyMatch(place -> model.artifact(ModelStorage.uri(place)) != null);
        return cached ? places.stream().map(List::of).toList() : List.of(places);
    }

    private ObjectNode loader(PodDraft pod, Model model, List<StorageUriSpec> places) {
        ObjectNode container = skeleton().put("image", settings.loaderImage());
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

    /// What a downloader of the installation's own is laid over: it takes KServe's arguments.
    private static ObjectNode standIn(List<StorageUriSpec> places) {
        ObjectNode container = skeleton();
        pairs(container.putArray("args"), places);
        return container;
    }

    /// What KServe's container has, too.
    private static ObjectNode skeleton() {
        ObjectNode container = KServeJson.mapper().createObjectNode().put("name", NAME);
        container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        ObjectNode resources = container.putObject("resources");
        resources.putObject("requests").put("cpu", "100m").put("memory", "100Mi");
        resources.putObject("limits").put("cpu", "1").put("memory", "1Gi");
        return container;
    }

    /// As tightly as the server: a namespace that admits nothing looser admits no pod with a looser
    /// container.
    private static void lockUp(ObjectNode container, PodDraft pod) {
        pod.containers()
                .map(server -> server.get("securityContext"))
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(context -> container.set("securityContext", context.deepCopy()));
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

    private Optional<StorageContainer> custom(PodOwner owner, List<StorageUriSpec> places) {
        String uri = ModelStorage.uri(places.getFirst());
        Optional<StorageContainer> found =
                owner.downloader() == null
                        ? cluster.storageContainers().stream()
                                .filter(each -> each.takes(uri))
                                .findFirst()
                        : Optional.of(named(owner, owner.downloader()));
        if (found.isPresent() && places.size() > 1 && !found.get().takesSeveral()) {
            throw new Refusal(
                    owner.at("storageUris"),
                    places.size() + " of them",
                    "the ClusterStorageContainer \"%s\" downloads one model only"
                            .formatted(found.get().name()),
                    "set its supportsMultiModelDownload if it can, or use one storageUri");
        }
        return found;
    }

    private StorageContainer named(PodOwner owner, String name) {
        return cluster.storageContainers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                owner.at("storageContainerName"),
                                name,
                                "there is no ClusterStorageContainer of this name",
                                "create it, or leave the field out to use Gantry's loader"));
    }
}
