package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.ClusterObject;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.Platform;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorLogs;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Progress;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.ComponentState;
import io.gantry.events.Failure;
import io.gantry.events.Keys;
import io.gantry.lease.Election;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Predictors as Deployments of a Kubernetes cluster, one for each revision, or as
/// LeaderWorkerSets.
@ApplicationScoped
@Identifier("kubernetes")
class KubernetesPlatform implements Platform {

    private final KubernetesClient client;
    private final DeployerConfig.Kubernetes config;
    private final InstantSource time = InstantSource.system();
    private final ClusterApi api;
    private final ClusterKnowledge knowledge;
    private final Sightings sightings = new Sightings();
    private final Contents contents;
    private final RevisionObjects revisions;
    private final DeletionCosts costs;
    private final FrontObjects fronts;

    /// Why the cluster does not take what a revision needs.
    private final Map<PredictorKey, Failure> refusals = new ConcurrentHashMap<>();

    private final FailureEvents events;
    private final LogTails logTails;
    private final Leadership leadership = new Leadership();
    private volatile Consumer<String> changed = service -> {};
    private volatile @Nullable Informers informers;
    private volatile @Nullable Election election;

    KubernetesPlatform(KubernetesClient client, DeployerConfig config, MeterRegistry registry) {
        this.client = client;
        this.config = config.kubernetes();
        this.api = new ClusterApi(client, registry);
        this.knowledge = new ClusterKnowledge(client, time);
        Rendering rendering = new Rendering(client, this.config, knowledge);
        this.events = new FailureEvents(api, sightings, time);
        this.logTails = new LogTails(client);
        this.contents = new Contents(client.getKubernetesSerialization());
        this.revisions = new RevisionObjects(api, rendering, sightings, contents);
        this.costs = new DeletionCosts(api, sightings);
        this.fronts = new FrontObjects(api, rendering, sightings, contents);
    }

    @Override
    public void start(Consumer<String> listener) {
        changed = listener;
        Informers following = new Informers(client, knowledge, sightings, contents, listener);
        informers = following;
        following.start();
        Election standing = new Election(client, Leadership.settings(config.lease()), leadership);
        election = standing;
        standing.start();
    }

    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event)
            throws InterruptedException {
        Election standing = election;
        if (standing != null) {
            standing.stop();
        }
        Informers following = informers;
        if (following != null) {
            following.close();
        }
    }

    @Override
    public boolean ready() {
        Informers following = informers;
        return following != null && following.synced() && leadership.leads();
    }

    @Override
    public Set<PredictorKey> present() {
        Set<PredictorKey> keys = new HashSet<>(sightings.all());
        keys.addAll(refusals.keySet());
        return keys;
    }

    @Override
    public Optional<PredictorState> observe(PredictorKey key) {
        Sightings.OfRevision seen = sightings.of(key);
        Failure refused = refusals.get(key);
        return seen.isNothing() && refused == null
                ? Optional.empty()
                : Optional.of(state(key, seen, refused));
    }

    @Override
    public Map<String, PredictorState> observe(String namespace, String name) {
        Set<PredictorKey> keys = new HashSet<>(sightings.ofService(Keys.service(namespace, name)));
        refusals.keySet().stream()
                .filter(key -> key.namespace().equals(namespace) && key.name().equals(name))
                .forEach(keys::add);
        Map<String, PredictorState> states = new HashMap<>();
        keys.forEach(key -> observe(key).ifPresent(state -> states.put(key.revision(), state)));
        return states;
    }

    private PredictorState state(
            PredictorKey key, Sightings.OfRevision seen, @Nullable Failure refused) {
        Instant now = time.instant();
        return new RevisionState(
                        key,
                        seen,
                        pod -> new PodReplica(pod, sightings.start(pod), sightings.lost(pod)),
                        pod ->
                                diagnosis(
                                        key.service(),
                                        pod,
                                        seen.set() != null && seen.set().overdueAt(now) != null),
                        refused == null
                                ? sightings
                                        .podsRefused(seen)
                                        .map(RevisionState::podsRefused)
                                        .orElse(null)
                                : refused,
                        sightings.fronts(key.service()),
                        components(key.service()),
                        config.surgePatience(),
                        now)
                .state();
    }

    private List<ComponentState> components(String service) {
        return new ComponentStates(
                        service,
                        sightings.components(),
                        fronts.refused(service),
                        (pod, overdue) -> diagnosis(service, pod, overdue),
                        sightings::lost)
                .list();
    }

    private Diagnosis diagnosis(String service, PodSighting pod, boolean overdue) {
        return new Diagnosis(
                pod,
                sightings.devices(),
                sightings.served(pod),
                sightings.lost(pod),
                overdue,
                sightings.warnings(pod),
                container -> logTails.of(pod, container, () -> changed.accept(service)));
    }

    @Override
    public boolean replicasBringModels() {
        return true;
    }

    @Override
    public boolean runsPods() {
        return true;
    }

    @Override
    public void run(Workload workload, int replicas) {
        PredictorKey key = workload.key();
        try {
            Optional<Failure> refused = revisions.run(workload, replicas, starvesItself(key));
            if (refused.isPresent()) {
                refusals.put(key, refused.get());
            } else {
                refusals.remove(key);
            }
        } catch (RefusedByClusterException e) {
            refusals.put(key, e.failure());
        }
    }

    /// Whether pods of a new template find no device since those of the old one have them.
    private boolean starvesItself(PredictorKey key) {
        SetSighting set = sightings.of(key).set();
        return set != null
                && set.rolling()
                && observe(key).map(PredictorState::progress).orElse(null)
                        instanceof Progress.Starved;
    }

    @Override
    public void scale(PredictorKey key, int replicas) {
        revisions.scale(key, replicas);
    }

    @Override
    public void leaveFirst(PredictorKey key, List<String> replicas) {
        costs.leaveFirst(key, replicas);
    }

    @Override
    public void replaceInPlace(PredictorKey key, int places) {
        revisions.replaceInPlace(key, places);
    }

    @Override
    public void giveUp(PredictorKey key, Failure why) {
        revisions.giveUp(key, why);
    }

    @Override
    public void remove(PredictorKey key) {
        refusals.remove(key);
        events.passed(key);
        revisions.remove(key);
    }

    @Override
    public void front(Front front) {
        fronts.apply(front);
    }

    @Override
    public void removeFront(String namespace, String name) {
        fronts.remove(namespace, name);
    }

    @Override
    public void show(PredictorKey key, ClusterObject service, @Nullable Failure why) {
        if (why == null) {
            events.passed(key);
        } else {
            events.lasts(key, service, why);
        }
    }

    @Override
    public int maxReplicas() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<PredictorLogs> logs(PredictorKey key) {
        return Optional.<PredictorLogs>of(
                        new PodLogs(client, key, sightings.of(key).pods().values()))
                .filter(logs -> !logs.replicas().isEmpty());
    }
}
