package io.gantry.registry.localmodel;

import io.gantry.events.ArtifactEvent;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.events.NodeEvent;
import io.gantry.events.node.LiveNodes;
import io.gantry.events.node.ModelCaches;
import io.gantry.registry.store.ResourceKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the topics say of caches, groups, nodes and what those hold. Safe for use by several
/// threads.
@ApplicationScoped
public class CacheSightings {

    private final ModelCaches caches = new ModelCaches();
    private final LiveNodes nodes = new LiveNodes();
    private final CacheUsers users = new CacheUsers();
    private final LatestStates<ArtifactEvent> artifacts = new LatestStates<>();

    /// @return whose status may have changed, as for the other events
    public synchronized Set<ResourceKey> accept(ModelCacheEvent event) {
        return caches.accept(event) ? all() : Set.of();
    }

    public synchronized Set<ResourceKey> accept(NodeEvent event) {
        return nodes.accept(event, System.nanoTime()) ? all() : Set.of();
    }

    public synchronized Set<ResourceKey> accept(ArtifactEvent event) {
        if (!artifacts.accept(event)) {
            return Set.of();
        }
        return caches.all().stream()
                .filter(cache -> cache.artifact().artifact().equals(event.artifact()))
                .map(CacheKinds::keyOf)
                .collect(Collectors.toSet());
    }

    public synchronized Set<ResourceKey> accept(InferenceServiceEvent event) {
        List<CacheUsers.User> changed = users.accept(event);
        return changed.isEmpty()
                ? Set.of()
                : caches.all().stream()
                        .filter(cache -> changed.stream().anyMatch(user -> user.uses(cache)))
                        .map(CacheKinds::keyOf)
                        .collect(Collectors.toSet());
    }

    /// Empty while the cache's event has not come back.
    synchronized Optional<NodeCopies> of(ResourceKey key) {
        return caches.all().stream()
                .filter(cache -> CacheKinds.keyOf(cache).equals(key))
                .findFirst()
                .map(this::copies);
    }

    /// How much of a group's limit is taken, in bytes.
    synchronized long usedOf(String group) {
        return caches.roomIn(group).stream().mapToLong(ModelCacheApplied::modelSize).sum();
    }

    private NodeCopies copies(ModelCacheApplied cache) {
        List<String> roomy = caches.roomFor(cache);
        List<String> missing =
                cache.nodeGroups().stream().filter(group -> caches.group(group).isEmpty()).toList();
        List<ModelNodeGroupApplied> full =
                cache.nodeGroups().stream()
                        .flatMap(group -> caches.group(group).stream())
                        .filter(group -> !roomy.contains(group.name()))
                        .toList();
        SortedMap<String, @Nullable ArtifactEvent> on = new TreeMap<>();
        nodes.present().stream()
                .filter(node -> roomy.stream().anyMatch(group -> caches.belongs(node, group)))
                .forEach(node -> on.put(node.name(), last(cache, node.name())));
        return new NodeCopies(cache, missing, full, on, users.of(cache));
    }

    private @Nullable ArtifactEvent last(ModelCacheApplied cache, String node) {
        return artifacts.get(Keys.artifact(cache.artifact().artifact(), node)).orElse(null);
    }

    private Set<ResourceKey> all() {
        return Stream.concat(
                        caches.all().stream().map(CacheKinds::keyOf),
                        caches.groups().stream().map(group -> CacheKinds.keyOfGroup(group.name())))
                .collect(Collectors.toSet());
    }
}
