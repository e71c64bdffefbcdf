package io.gantry.events.node;

import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.ModelNodeGroupApplied;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is to be kept on which groups of nodes. Not safe for use by several threads at once.
public final class ModelCaches {

    private static final Comparator<ModelCacheApplied> OLDEST_FIRST =
            Comparator.comparing(ModelCacheApplied::createdAt)
                    .thenComparing(ModelCacheApplied::key);

    private final LatestStates<ModelCacheEvent> states = new LatestStates<>();

    /// @return false when the event is not newer than what is known
    public boolean accept(ModelCacheEvent event) {
        return states.accept(event);
    }

    /// The oldest first.
    public List<ModelCacheApplied> all() {
        return states.present().stream()
                .filter(ModelCacheApplied.class::isInstance)
                .map(ModelCacheApplied.class::cast)
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /// In no particular order.
    public List<ModelNodeGroupApplied> groups() {
        return states.present().stream()
                .filter(ModelNodeGroupApplied.class::isInstance)
                .map(ModelNodeGroupApplied.class::cast)
                .toList();
    }

    public Optional<ModelNodeGroupApplied> group(String name) {
        return states.get(Keys.modelNodeGroup(name))
                .filter(ModelNodeGroupApplied.class::isInstance)
                .map(ModelNodeGroupApplied.class::cast);
    }

    /// Whether the node is one of the group's; of a group that is not there, none is.
    public boolean belongs(Node node, String group) {
        return group(group)
                .map(ModelNodeGroupApplied::nodeSelectorTerms)
                .filter(terms -> terms.isEmpty() || new NodeTerms(terms).match(node))
                .isPresent();
    }

    /// The caches that have room in the group: the oldest first, and of the younger ones those that
    /// fit in beside them.
    public Set<ModelCacheApplied> roomIn(String group) {
        Set<ModelCacheApplied> room = new LinkedHashSet<>();
        long left = group(group).map(ModelNodeGroupApplied::storageLimit).orElse(-1L);
        for (ModelCacheApplied cache : all()) {
            if (cache.nodeGroups().contains(group) && cache.modelSize() <= left) {
                room.add(cache);
                left -= cache.modelSize();
            }
        }
        return room;
    }

    /// Those of the cache's groups that are there and have room for it.
    public List<String> roomFor(ModelCacheApplied cache) {
        return cache.nodeGroups().stream()
                .distinct()
                .filter(group -> roomIn(group).contains(cache))
                .toList();
    }

    /// Whether the model at the URI is the cache's or a part of it, as KServe sees it.
    public static boolean covers(ModelCacheApplied cache, String storageUri) {
        String cached = withSlash(cache.artifact().storageUri());
        return withSlash(storageUri).startsWith(cached);
    }

    /// What the node keeps: the caches of its groups that have room there.
    public List<ModelCacheApplied> of(Node node) {
        return all().stream()
                .filter(cache -> roomFor(cache).stream().anyMatch(group -> belongs(node, group)))
                .toList();
    }

    private static String withSlash(String uri) {
        return uri.endsWith("/") ? uri : uri + "/";
    }
}
