package io.gantry.deployer.cluster;

import io.gantry.deployer.DeployerConfig;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingEvent;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.ServingRuntimeEvent;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The last state of everything on the topics that the deployer reads.
///
/// Each `apply` answers with the services (`namespace/name`) that the event concerns; none when it
/// told nothing new.
@ApplicationScoped
public class ClusterState {

    private final String node;
    private final PackedServices services = new PackedServices();
    private final LatestStates<ServingRuntimeEvent> runtimes = new LatestStates<>();
    private final LatestStates<ArtifactEvent> artifacts = new LatestStates<>();
    private final LatestStates<ScalingEvent> scaling = new LatestStates<>();
    private final LatestStates<PredictorEvent> published = new LatestStates<>();

    /// By scope and name.
    private final Map<String, ServingRuntime> parsedRuntimes = new HashMap<>();

    private final Map<String, Set<String>> servicesByArtifact = new HashMap<>();

    /// Of every artifact, the nodes that have it.
    private final Map<String, Set<String>> nodesByArtifact = new HashMap<>();

    /// Of every service, its revisions that were published.
    private final Map<String, Set<String>> publishedByService = new HashMap<>();

    ClusterState(DeployerConfig config) {
        this.node = config.node();
    }

    public synchronized Set<String> apply(InferenceServiceEvent event) {
        ResourceNames.check(event);
        Set<String> before = artifactsOf(event.key());
        if (!services.accept(event)) {
            return Set.of();
        }
        before.forEach(artifact ->
                servicesByArtifact.computeIfPresent(
                        artifact,
                        (id, users) ->
                                users.remove(event.key()) && users.isEmpty() ? null : users));
        artifactsOf(event.key())
                .forEach(artifact ->
                        servicesByArtifact
                                .computeIfAbsent(artifact, id -> new HashSet<>())
                                .add(event.key()));
        return Set.of(event.key());
    }

    private Set<String> artifactsOf(String service) {
        return services.get(service).stream()
                .flatMap(ClusterState::references)
                .map(ArtifactReference::artifact)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// @throws IllegalArgumentException when the manifest is no runtime
    public synchronized Set<String> apply(ServingRuntimeEvent event) {
        @Nullable ServingRuntime parsed =
                event instanceof ServingRuntimeApplied applied
                        ? KServeJson.read(applied.manifest(), ServingRuntime.class)
                        : null;
        if (!runtimes.accept(event)) {
            return Set.of();
        }
        if (parsed == null) {
            parsedRuntimes.remove(event.key());
        } else {
            parsedRuntimes.put(event.key(), parsed);
        }
        return services.present().stream()
                .filter(service ->
                        event.scope().equals(Keys.CLUSTER_SCOPE)
                                || service.startsWith(event.scope() + "/"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Other nodes concern nobody at once: which of them are warm is looked at when replicas start.
    public synchronized Set<String> apply(ArtifactEvent event) {
        if (!artifacts.accept(event)) {
            return Set.of();
        }
        Set<String> nodes =
                nodesByArtifact.computeIfAbsent(event.artifact(), id -> new TreeSet<>());
        boolean _ =
                event instanceof ArtifactCached
                        ? nodes.add(event.node())
                        : nodes.remove(event.node());
        if (nodes.isEmpty()) {
            nodesByArtifact.remove(event.artifact());
        }
        return event.node().equals(node)
                ? Set.copyOf(servicesByArtifact.getOrDefault(event.artifact(), Set.of()))
                : Set.of();
    }

    public synchronized Set<String> apply(ScalingEvent event) {
        return scaling.accept(event)
                ? Set.of(Keys.service(event.namespace(), event.name()))
                : Set.of();
    }

    /// Takes in what this deployer has published, now or before its restart, as it comes back from
    /// Kafka: only then do others know it too.
    public synchronized Set<String> apply(PredictorEvent event) {
        if (!published.accept(event)) {
            return Set.of();
        }
        String service = Keys.service(event.namespace(), event.name());
        Set<String> revisions = publishedByService.computeIfAbsent(service, key -> new HashSet<>());
        if (event.removal()) {
            revisions.remove(event.revision());
        } else {
            revisions.add(event.revision());
        }
        if (revisions.isEmpty()) {
            publishedByService.remove(service);
        }
        return Set.of(service);
    }

    /// All services that exist or of which something is still published.
    public synchronized Set<String> services() {
        return Stream.concat(services.present().stream(), publishedByService.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What was last published of every revision, removals left out.
    public synchronized List<PredictorObserved> published() {
        return published.present().stream()
                .filter(PredictorObserved.class::isInstance)
                .map(PredictorObserved.class::cast)
                .toList();
    }

    public synchronized ClusterView view(String namespace, String name) {
        String key = Keys.service(namespace, name);
        @Nullable InferenceServiceApplied service = services.get(key).orElse(null);
        return new ClusterView(
                namespace,
                name,
                service,
                RuntimeCatalog.of(namespace, parsedRuntimes.values()),
                artifactsOf(service),
                warmOf(service),
                scalingOf(namespace, name, service, ScalingDecided::replicas),
                scalingOf(namespace, name, service, ScalingDecided::leave),
                publishedOf(key));
    }

    private Map<String, ArtifactEvent> artifactsOf(@Nullable InferenceServiceApplied service) {
        Map<String, ArtifactEvent> found = new HashMap<>();
        if (service != null) {
            references(service)
                    .map(ArtifactReference::artifact)
                    .forEach(id ->
                            artifacts
                                    .get(Keys.artifact(id, node))
                                    .ifPresent(state -> found.put(id, state)));
        }
        return found;
    }

    private Map<String, Set<String>> warmOf(@Nullable InferenceServiceApplied service) {
        Map<String, Set<String>> found = new HashMap<>();
        if (service != null) {
            references(service)
                    .map(ArtifactReference::artifact)
                    .forEach(id ->
                            found.put(id, Set.copyOf(nodesByArtifact.getOrDefault(id, Set.of()))));
        }
        return found;
    }

    private <T> Map<String, T> scalingOf(
            String namespace,
            String name,
            @Nullable InferenceServiceApplied service,
            Function<ScalingDecided, T> what) {
        Set<String> revisions =
                new HashSet<>(
                        publishedByService.getOrDefault(Keys.service(namespace, name), Set.of()));
        if (service != null) {
            service.revisions().forEach(revision -> revisions.add(revision.name()));
        }
        Map<String, T> decided = new HashMap<>();
        for (String revision : revisions) {
            if (scaling.get(Keys.revision(namespace, name, revision)).orElse(null)
                    instanceof ScalingDecided decision) {
                decided.put(revision, what.apply(decision));
            }
        }
        return decided;
    }

    private Map<String, PredictorEvent> publishedOf(String service) {
        Map<String, PredictorEvent> found = new LinkedHashMap<>();
        for (String revision : publishedByService.getOrDefault(service, Set.of())) {
            published.get(service + "/" + revision).ifPresent(event -> found.put(revision, event));
        }
        return found;
    }

    private static Stream<ArtifactReference> references(InferenceServiceApplied service) {
        return service.revisions().stream().map(Revision::artifacts).flatMap(each -> each.stream());
    }
}
