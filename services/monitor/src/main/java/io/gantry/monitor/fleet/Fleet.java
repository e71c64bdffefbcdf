package io.gantry.monitor.fleet;

import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.NodeEvent;
import io.gantry.events.NodeObserved;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The newest state of everything that is monitored: which services should exist, what runs of
/// them, which artifacts failed, and which nodes there are. Duplicates and older events change
/// nothing.
@Singleton
public class Fleet {

    private static final int NODE_PATIENCE = 3;

    private final LatestStates<InferenceServiceEvent> services = new LatestStates<>();
    private final LatestStates<PredictorEvent> predictors = new LatestStates<>();
    private final LatestStates<ArtifactEvent> artifacts = new LatestStates<>();
    private final LatestStates<NodeEvent> nodes = new LatestStates<>();
    private final Map<ServiceId, Map<String, PredictorObserved>> predictorsOf = new HashMap<>();
    private final Map<String, Map<String, ArtifactFailed>> failedOf = new HashMap<>();
    private final Map<RevisionId, ColdStarts> coldStarts = new HashMap<>();
    private final Map<String, Instant> nodesHeardAt = new HashMap<>();

    /// @return false when nothing changed
    public synchronized boolean accept(InferenceServiceEvent event) {
        return services.accept(event);
    }

    /// @return false when nothing changed
    public synchronized boolean accept(PredictorEvent event) {
        boolean news = predictors.accept(event);
        if (news) {
            ServiceId service = new ServiceId(event.namespace(), event.name());
            PredictorObserved seen = event instanceof PredictorObserved observed ? observed : null;
            index(predictorsOf, service, event.revision(), seen);
            noteStarts(new RevisionId(event.namespace(), event.name(), event.revision()), seen);
        }
        return news;
    }

    /// @return false when nothing changed
    public synchronized boolean accept(ArtifactEvent event) {
        boolean news = artifacts.accept(event);
        if (news) {
            ArtifactFailed failure = event instanceof ArtifactFailed failed ? failed : null;
            index(failedOf, event.artifact(), event.node(), failure);
        }
        return news;
    }

    /// @return false when nothing changed
    public synchronized boolean accept(NodeEvent event, Instant now) {
        nodesHeardAt.put(event.node(), now);
        return nodes.accept(event);
    }

    /// All nodes as their loaders last told of them, those included that have died without a word.
    public synchronized List<NodeObserved> nodes() {
        return nodes.present().stream()
                .filter(NodeObserved.class::isInstance)
                .map(NodeObserved.class::cast)
                .toList();
    }

    /// True when the node's loader spoke within three of its intervals.
    public synchronized boolean heardLately(NodeObserved node, Instant now) {
        Instant heard = nodesHeardAt.getOrDefault(node.node(), Instant.MIN);
        return heard.isAfter(now.minusMillis(NODE_PATIENCE * node.intervalMillis()));
    }

    /// All services that should exist.
    public synchronized List<InferenceServiceApplied> services() {
        return services.present().stream()
                .filter(InferenceServiceApplied.class::isInstance)
                .map(InferenceServiceApplied.class::cast)
                .toList();
    }

    public synchronized Optional<InferenceServiceApplied> service(ServiceId id) {
        return services.get(Keys.service(id.namespace(), id.name()))
                .filter(InferenceServiceApplied.class::isInstance)
                .map(InferenceServiceApplied.class::cast);
    }

    /// What runs of a revision; empty when nothing was ever seen of it or nothing is left.
    public synchronized Optional<PredictorObserved> predictor(RevisionId id) {
        return predictors
                .get(Keys.revision(id.namespace(), id.service(), id.revision()))
                .filter(PredictorObserved.class::isInstance)
                .map(PredictorObserved.class::cast);
    }

    /// What runs of a service, whatever its revisions.
    public synchronized List<PredictorObserved> predictors(ServiceId service) {
        return List.copyOf(predictorsOf.getOrDefault(service, Map.of()).values());
    }

    /// Replicas of a revision that take requests.
    public List<Endpoint> ready(RevisionId id) {
        return predictor(id)
                .map(seen -> seen.endpoints().stream().filter(Endpoint::ready).toList())
                .orElse(List.of());
    }

    /// Whether a revision's replicas are processes of this machine.
    public boolean onThisMachine(RevisionId id) {
        return predictor(id)
                .map(seen -> PredictorObserved.LOCAL.equals(seen.platform()))
                .orElse(false);
    }

    /// How long a replica of a revision takes until it is ready, going by the newest ones; empty
    /// while none was ever seen.
    public synchronized Optional<Duration> coldStart(RevisionId id) {
        return Optional.ofNullable(coldStarts.get(id)).flatMap(ColdStarts::usual);
    }

    /// The artifacts among those given that some node could not get.
    public synchronized List<ArtifactFailed> failed(Set<String> wanted) {
        return wanted.stream()
                .flatMap(artifact -> failedOf.getOrDefault(artifact, Map.of()).values().stream())
                .toList();
    }

    private void noteStarts(RevisionId id, @Nullable PredictorObserved seen) {
        if (seen == null) {
            coldStarts.remove(id);
        } else {
            coldStarts.computeIfAbsent(id, _ -> new ColdStarts()).observed(seen.endpoints());
        }
    }

    /// What is asked for once a tick and service, of thousands.
    ///
    /// @param value null when there is none any more
    private static <K, V> void index(
            Map<K, Map<String, V>> index, K key, String part, @Nullable V value) {
        if (value != null) {
            index.computeIfAbsent(key, _ -> new TreeMap<>()).put(part, value);
        } else {
            index.computeIfPresent(
                    key,
                    (_, parts) -> {
                        parts.remove(part);
                        return parts.isEmpty() ? null : parts;
                    });
        }
    }
}
