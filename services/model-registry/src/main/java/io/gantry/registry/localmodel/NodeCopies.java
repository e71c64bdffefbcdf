package io.gantry.registry.localmodel;

import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactEvicted;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelNodeGroupApplied;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is seen of one cache.
///
/// @param missing its groups that are not there
/// @param full its groups in which it has no room
/// @param nodes that are to keep it, with what was last said of it there, or null
/// @param users the services that have its model
record NodeCopies(
        ModelCacheApplied cache,
        List<String> missing,
        List<ModelNodeGroupApplied> full,
        SortedMap<String, @Nullable ArtifactEvent> nodes,
        List<CacheUsers.User> users) {

    /// KServe's word for each node.
    Map<String, String> nodeStatus() {
        Map<String, String> words = new TreeMap<>();
        nodes.forEach((node, event) -> words.put(node, word(event)));
        return words;
    }

    int available() {
        return count(ArtifactCached.class);
    }

    int failed() {
        return count(ArtifactFailed.class);
    }

    /// What is wrong and what can be done about it, or what is still missing.
    Finding ready() {
        List<String> wrong = new ArrayList<>();
        missing.forEach(group ->
                wrong.add("There is no LocalModelNodeGroup %s; apply it.".formatted(group)));
        full.forEach(group -> wrong.add(noRoom(group)));
        if (!missing.isEmpty()) {
            return new Finding("False", "NodeGroupNotFound", String.join(" ", wrong));
        }
        if (!full.isEmpty()) {
            return new Finding("False", "StorageLimitExceeded", String.join(" ", wrong));
        }
        return downloads();
    }

    private Finding downloads() {
        if (nodes.isEmpty()) {
            return new Finding(
                    "Unknown",
                    "NoNodes",
                    "No node belongs to %s; see gantry.loader.warm.labels of the loaders."
                            .formatted(String.join(", ", cache.nodeGroups())));
        }
        for (Map.Entry<String, @Nullable ArtifactEvent> node : nodes.entrySet()) {
            if (node.getValue() instanceof ArtifactFailed failure) {
                return new Finding(
                        "False",
                        "DownloadFailed",
                        "On node %s: %s".formatted(node.getKey(), failure.failure().sentences()));
            }
        }
        String message = "%d of %d nodes have it.".formatted(available(), nodes.size());
        return available() == nodes.size()
                ? new Finding("True", "Downloaded", message)
                : new Finding("Unknown", "Downloading", message);
    }

    private String noRoom(ModelNodeGroupApplied group) {
        return "LocalModelNodeGroup %s may take %d bytes, and %d do not fit in beside its older caches; raise its storageLimit or delete one of them."
                .formatted(group.name(), group.storageLimit(), cache.modelSize());
    }

    private int count(Class<? extends ArtifactEvent> type) {
        return Math.toIntExact(nodes.values().stream().filter(type::isInstance).count());
    }

    private static String word(@Nullable ArtifactEvent event) {
        return switch (event) {
            case null -> "NodeDownloadPending";
            case ArtifactEvicted _ -> "NodeDownloadPending";
            case ArtifactProgressed _ -> "NodeDownloading";
            case ArtifactCached _ -> "NodeDownloaded";
            case ArtifactFailed _ -> "NodeDownloadError";
        };
    }

    /// The condition Ready.
    record Finding(String status, String reason, String message) {}
}
