package io.gantry.deployer.kubernetes;

import io.gantry.deployer.kubernetes.Diagnosis.Warning;
import io.gantry.deployer.platform.PredictorKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What was last seen of the cluster, by revision. Written by informers and by whoever has just
/// changed something, read from any thread.
final class Sightings {

    private static final int MOST_WARNED = 10_000;
    private static final int MOST_TOPICS = 8;

    /// What there is of a revision.
    ///
    /// @param set null while it has none
    record OfRevision(@Nullable SetSighting set, Map<String, PodSighting> pods) {

        OfRevision {
            pods = Map.copyOf(pods);
        }

        boolean isNothing() {
            return set == null && pods.isEmpty();
        }
    }

    private static final OfRevision NOTHING = new OfRevision(null, Map.of());

    private final Map<PredictorKey, OfRevision> revisions = new ConcurrentHashMap<>();

    /// By service, so that nobody needs to look through all.
    private final Map<String, Set<PredictorKey>> services = new ConcurrentHashMap<>();

    /// By service, the names of sets that are being deleted, by uid: nobody may use them before
    /// they are gone.
    private final Map<String, Map<String, String>> leaving = new ConcurrentHashMap<>();

    private final Starts starts = new Starts();
    private final NodeDevices devices = new NodeDevices();
    private final ComponentSightings components = new ComponentSightings();

    /// What belongs to a service and to none of its revisions.
    private final Map<String, Set<FrontObject>> fronts = new ConcurrentHashMap<>();

    private final Set<String> lostNodes = ConcurrentHashMap.newKeySet();

    /// By pod's uid and topic, each the last. Of pods that are not ours, too, which may come before
    /// the pod itself.
    private final Map<String, Map<String, Warning>> warnings = bounded(MOST_WARNED);

    /// By `namespace/name` of a StatefulSet, that its pods are not created.
    private final Map<String, PodsRefused> podsRefused = bounded(MOST_WARNED);

    /// @param at when it was told last
    record PodsRefused(String message, Instant at) {}

    OfRevision of(PredictorKey key) {
        return revisions.getOrDefault(key, NOTHING);
    }

    Set<PredictorKey> all() {
        return Set.copyOf(revisions.keySet());
    }

    Set<PredictorKey> ofService(String service) {
        return Set.copyOf(services.getOrDefault(service, Set.of()));
    }

    /// Whether a revision can call its Deployment so.
    boolean isFree(PredictorKey key, String name) {
        return !leaving.getOrDefault(key.service(), Map.of()).containsValue(name)
                && ofService(key.service()).stream()
                        .filter(other -> !other.equals(key))
                        .map(other -> of(other).set())
                        .noneMatch(other -> other != null && other.name().equals(name));
    }

    /// An informer may have told of something newer than what one of our changes was answered with.
    void saw(SetSighting seen) {
        change(
                seen.key(),
                before -> {
                    SetSighting known = before.set();
                    boolean older =
                            known != null
                                    && known.uid().equals(seen.uid())
                                    && known.version() > seen.version();
                    return older ? before : new OfRevision(seen, before.pods());
                });
    }

    /// A set is being deleted; it stays until its pods have ended.
    ///
    /// @param name see [SetSighting#name]
    void leaves(PredictorKey key, String uid, String name) {
        leaving.computeIfAbsent(key.service(), service -> new ConcurrentHashMap<>()).put(uid, name);
        forget(key, uid);
    }

    /// The same of one that we have deleted. What is known to be gone by now is not waited for:
    /// nobody would tell of it again.
    void deleted(SetSighting set) {
        SetSighting known = of(set.key()).set();
        if (known != null && known.uid().equals(set.uid())) {
            leaves(set.key(), set.uid(), set.name());
        }
    }

    void gone(PredictorKey key, String uid) {
        leaving.computeIfPresent(
                key.service(),
                (service, names) -> {
                    names.remove(uid);
                    return names.isEmpty() ? null : names;
                });
        forget(key, uid);
    }

    /// A newer set of the revision stays.
    private void forget(PredictorKey key, String uid) {
        change(
                key,
                before -> {
                    SetSighting known = before.set();
                    return known != null && known.uid().equals(uid)
                            ? new OfRevision(null, before.pods())
                            : before;
                });
    }

    void saw(PredictorKey key, PodSighting pod) {
        note(pod);
        change(
                key,
                before -> {
                    Map<String, PodSighting> pods = new HashMap<>(before.pods());
                    pods.put(pod.uid(), pod);
                    return new OfRevision(before.set(), pods);
                });
    }

    /// A pod of a transformer or an explainer.
    void saw(ComponentSightings.Key key, PodSighting pod) {
        note(pod);
        components.saw(key, pod);
    }

    private void note(PodSighting pod) {
        starts.saw(pod);
        devices.saw(pod);
    }

    /// @return the service whose it was; empty when it was no transformer's and no explainer's
    Optional<String> componentGone(String uid) {
        starts.gone(uid);
        devices.gone(uid);
        return components.gone(uid);
    }

    ComponentSightings components() {
        return components;
    }

    void podGone(PredictorKey key, String uid) {
        starts.gone(uid);
        devices.gone(uid);
        change(
                key,
                before -> {
                    Map<String, PodSighting> pods = new HashMap<>(before.pods());
                    pods.remove(uid);
                    return new OfRevision(before.set(), pods);
                });
    }

    /// @return the revisions that have pods on it, when that is news
    Collection<PredictorKey> node(String name, boolean lost) {
        boolean news = lost ? lostNodes.add(name) : lostNodes.remove(name);
        if (!news) {
            return List.of();
        }
        Set<PredictorKey> concerned = new HashSet<>();
        revisions.forEach((key, seen) -> {
            if (seen.pods().values().stream().anyMatch(pod -> name.equals(pod.node()))) {
                concerned.add(key);
            }
        });
        return concerned;
    }

    void saw(String service, FrontObject object) {
        fronts.computeIfAbsent(service, key -> ConcurrentHashMap.newKeySet()).add(object);
    }

    void gone(String service, FrontObject object) {
        fronts.computeIfPresent(
                service,
                (key, objects) -> {
                    objects.remove(object);
                    return objects.isEmpty() ? null : objects;
                });
    }

    Set<FrontObject> fronts(String service) {
        return Set.copyOf(fronts.getOrDefault(service, Set.of()));
    }

    void warned(String podUid, Warning warning) {
        synchronized (warnings) {
            Map<String, Warning> ofPod = warnings.remove(podUid);
            if (ofPod == null) {
                ofPod = bounded(MOST_TOPICS);
            }
            ofPod.remove(warning.topic());
            ofPod.put(warning.topic(), warning);
            warnings.put(podUid, ofPod);
        }
    }

    /// @param set `namespace/name` of a StatefulSet
    /// @return the revisions whose it is
    Collection<PredictorKey> podsRefused(String set, PodsRefused why) {
        synchronized (podsRefused) {
            podsRefused.remove(set);
            podsRefused.put(set, why);
        }
        return revisions.entrySet().stream()
                .filter(each -> isOf(each.getValue().set(), set))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Why pods of a LeaderWorkerSet are not created. Empty when none is missing, and when one was
    /// created since that was told.
    Optional<String> podsRefused(OfRevision seen) {
        SetSighting set = seen.set();
        if (set == null
                || set.ref().kind() != SetKind.LEADER_WORKER_SET
                || seen.pods().size() >= set.replicas() * set.podsEach()) {
            return Optional.empty();
        }
        Instant newest =
                seen.pods().values().stream()
                        .map(PodSighting::created)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH);
        synchronized (podsRefused) {
            return podsRefused.entrySet().stream()
                    .filter(each -> isOf(set, each.getKey()))
                    .filter(each -> each.getValue().at().isAfter(newest))
                    .map(each -> each.getValue().message())
                    .findFirst();
        }
    }

    /// The controller of a LeaderWorkerSet makes StatefulSets: one of its name for all first nodes,
    /// and one with a number for the further nodes of each.
    private static boolean isOf(@Nullable SetSighting set, String statefulSet) {
        if (set == null || set.ref().kind() != SetKind.LEADER_WORKER_SET) {
            return false;
        }
        String ofFirst = set.ref().namespace() + "/" + set.ref().name();
        return statefulSet.startsWith(ofFirst)
                && statefulSet.substring(ofFirst.length()).matches("(-\\d+)?");
    }

    boolean served(PodSighting pod) {
        return start(pod).served();
    }

    NodeDevices devices() {
        return devices;
    }

    Starts.Start start(PodSighting pod) {
        return starts.of(pod);
    }

    /// Whether any of the revision's replicas of now was ready.
    boolean served(PredictorKey key) {
        return of(key).pods().values().stream().anyMatch(pod -> !pod.joins() && served(pod));
    }

    boolean lost(PodSighting pod) {
        return pod.node() != null && lostNodes.contains(pod.node());
    }

    /// The last of each topic.
    List<Warning> warnings(PodSighting pod) {
        synchronized (warnings) {
            return List.copyOf(warnings.getOrDefault(pod.uid(), Map.of()).values());
        }
    }

    /// Forgets what was put in first.
    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    private void change(PredictorKey key, UnaryOperator<OfRevision> change) {
        revisions.compute(
                key,
                (same, known) -> {
                    OfRevision after = change.apply(known == null ? NOTHING : known);
                    index(key, !after.isNothing());
                    return after.isNothing() ? null : after;
                });
    }

    private void index(PredictorKey key, boolean present) {
        services.compute(
                key.service(),
                (same, known) -> {
                    Set<PredictorKey> keys = known == null ? new HashSet<>() : new HashSet<>(known);
                    boolean _ = present ? keys.add(key) : keys.remove(key);
                    return keys.isEmpty() ? null : Set.copyOf(keys);
                });
    }
}
