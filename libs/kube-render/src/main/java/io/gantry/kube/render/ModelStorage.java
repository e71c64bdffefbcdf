package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.validate.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Brings a model into a pod: claims are mounted, everything else is downloaded by a container that
/// runs first, into a directory of the pod's own.
///
/// That directory is an emptyDir also where nodes have a cache, from which the loader then copies:
/// hard links do not reach over mounts. (Where both are on one XFS or Btrfs the kernel copies no
/// bytes.) A directory below the cache's own mount could be linked to, but nobody would remove it
/// with its pod, and its links would keep what the cache evicts; and the pod could write to what
/// others run.
final class ModelStorage {
    static final String DOWNLOADS = "kserve-provision-location";

    private static final String CLAIM = "kserve-pvc-source";
    private static final String READ_ONLY = "storage.kserve.io/readonly";
    private static final String STORAGE_URI = "STORAGE_URI";

    private final Downloader downloader;

    ModelStorage(Downloader downloader) {
        this.downloader = downloader;
    }

    void add(PodDraft pod, PodOwner owner, Model model) {
        refuseTakenNames(pod, owner);
        if (model.places().isEmpty()) {
            return;
        }
        boolean readOnly = !"false".equals(owner.annotation(READ_ONLY));
        List<ObjectNode> servers =
                owner.servers().stream().flatMap(name -> pod.container(name).stream()).toList();
        claims(pod, servers, model, readOnly, owner);
        List<StorageUriSpec> downloads =
                model.places().stream().filter(place -> !PvcUri.is(uri(place))).toList();
        if (!downloads.isEmpty()) {
            String parent = MountPaths.parent(downloads.stream().map(ModelStorage::path).toList());
            if (parent.equals("/")) {
                throw new Refusal(
                        owner.at("storageUris"),
                        downloads.stream().map(ModelStorage::path).toList().toString(),
                        "the mount paths have no directory in common",
                        "put them below one, such as /mnt/models");
            }
            pod.volume(DOWNLOADS, "emptyDir", KServeJson.mapper().createObjectNode());
            servers.forEach(server ->
                    mounts(server, parent, downloads, readOnly)
                            .forEach(mount -> PodDraft.mount(server, mount)));
            downloader.add(pod, owner, model, downloads, parent);
        }
        servers.forEach(server -> hide(server, path(model.places().getFirst())));
    }

    private static void claims(
            PodDraft pod, List<ObjectNode> servers, Model model, boolean readOnly, PodOwner owner) {
        int number = 0;
        for (StorageUriSpec place : model.places()) {
            if (!PvcUri.is(uri(place))) {
                continue;
            }
            PvcUri claim = PvcUri.parse(uri(place), owner.at("model.storageUri"));
            String volume = number++ == 0 ? CLAIM : CLAIM + "-" + number;
            pod.volume(
                    volume,
                    "persistentVolumeClaim",
                    KServeJson.mapper().createObjectNode().put("claimName", claim.name()));
            servers.forEach(server ->
                    PodDraft.mount(
                            server,
                            new PodDraft.Mount(volume, path(place), claim.path(), readOnly)));
        }
    }

    /// All that is downloaded at once, or each place by itself where another volume is mounted
    /// among them: in what is mounted read-only, no directory can be made to mount that at.
    private static List<PodDraft.Mount> mounts(
            ObjectNode server, String parent, List<StorageUriSpec> downloads, boolean readOnly) {
        boolean among =
                server.path("volumeMounts")
                        .valueStream()
                        .anyMatch(each -> each.path("mountPath").asText().startsWith(parent + "/"));
        if (!among || downloads.stream().anyMatch(place -> path(place).equals(parent))) {
            return List.of(PodDraft.Mount.of(DOWNLOADS, parent, readOnly));
        }
        return downloads.stream()
                .map(ModelStorage::path)
                .map(path ->
                        new PodDraft.Mount(
                                DOWNLOADS, path, path.substring(parent.length() + 1), readOnly))
                .toList();
    }

    /// A container that is told the URI shall not download it again.
    private static void hide(ObjectNode server, String path) {
        for (JsonNode variable : server.path("env")) {
            boolean named = variable.path("name").asText().equals(STORAGE_URI);
            if (named && !variable.path("value").asText().isEmpty()) {
                ((ObjectNode) variable).put("value", path);
            }
        }
    }

    /// The cache holds the models of everybody on the node, so no container of a user's may have
    /// it, and no volume of a user's may pass for it.
    private static void refuseTakenNames(PodDraft pod, PodOwner owner) {
        Stream<JsonNode> mounts =
                pod.all().flatMap(container -> container.path("volumeMounts").valueStream());
        boolean taken =
                Stream.concat(mounts, pod.spec().path("volumes").valueStream())
                        .anyMatch(each -> each.path("name").asText().equals(Downloader.CACHE));
        if (taken) {
            throw new Refusal(
                    owner.field(),
                    Downloader.CACHE,
                    "a volume of this name is Gantry's, and holds the models of others",
                    "give the volume another name");
        }
    }

    static String uri(StorageUriSpec place) {
        return Objects.requireNonNullElse(place.uri(), "");
    }

    static String path(StorageUriSpec place) {
        return Objects.requireNonNullElse(place.mountPath(), Defaulting.MODEL_DIRECTORY);
    }
}
