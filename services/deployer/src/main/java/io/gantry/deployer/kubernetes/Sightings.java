package io.gantry.deployer.kubernetes;

import io.gantry.deployer.kubernetes.Diagnosis.Warning;
import io.gantry.deployer.platform.PredictorKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /// @param deployment null while it has none
    record OfRevision(@Nullable DeploymentSighting deployment, Map<String, PodSighting> pods) {

        OfRevision {
            pods = Map.copyOf(pods);
        }

        boolean isNothing() {
            return deployment == null && pods.isEmpty();
        }
    }

    private static final OfRevision NOTHING = new OfRevision(null, Map.of());

    private final Map<PredictorKey, OfRevision> revisions = new ConcurrentHashMap<>();

    /// By service, so that nobody needs to look through all.
    private final Map<String, Set<PredictorKey>> services = new ConcurrentHashMap<>();

    /// By service, the names of Deployments that are being deleted: nobody may use them before they
    /// are gone.
    private final Map<String, Set<String>> leaving = new ConcurrentHashMap<>();

    /// Pods that were ready once, by uid.
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    /// What belongs to a service and to none of its revisions.
    private final Map<String, Set<FrontObject>> fronts = new ConcurrentHashMap<>();

    private final Set<String> lostNodes = ConcurrentHashMap.newKeySet();

    /// By pod's uid and topic, each the last. Of pods that are not ours, too, which may come before
    /// the pod itself.
    private final Map<String, Map<String, Warning>> warnings = bounded(MOST_WARNED);

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
        return !leaving.getOrDefault(key.service(), Set.of()).contains(name)
                && ofService(key.service()).stream()
                        .filter(other -> !other.equals(key))
                        .map(other -> of(other).deployment())
                        .noneMatch(other -> other != null && other.name().equals(name));
    }

    void saw(DeploymentSighting seen) {
        change(
                seen.key(),
                before -> {
                    DeploymentSighting known = before.deployment();
                    boolean older =
                            known != null
                                    && known.uid().equals(seen.uid())
                                    && known.generation() > seen.generation();
                    return older ? before : new OfRevision(seen, before.pods());
                });
    }

    /// A Deployment is being deleted; it stays until its pods have ended.
    void leaves(PredictorKey key, String uid, String name) {
        leaving.computeIfAbsent(key.service(), service -> ConcurrentHashMap.newKeySet()).add(name);
        forget(key, uid);
    }

    /// The same of one that we have deleted. What is known to be gone by now is not waited for:
    /// nobody would tell of it again.
    void deleted(DeploymentSighting deployment) {
        DeploymentSighting known = of(deployment.key()).deployment();
        if (known != null && known.uid().equals(deployment.uid())) {
            leaves(deployment.key(), deployment.uid(), deployment.name());
        }
    }

    void gone(PredictorKey key, String uid, String name) {
        leaving.computeIfPresent(
                key.service(),
                (service, names) -> {
                    names.remove(name);
                    return names.isEmpty() ? null : names;
                });
        forget(key, uid);
    }

    /// A newer Deployment of the revision stays.
    private void forget(PredictorKey key, String uid) {
        change(
                key,
                before -> {
                    DeploymentSighting known = before.deployment();
                    return known != null && known.uid().equals(uid)
                            ? new OfRevision(null, before.pods())
                            : before;
                });
    }

    void saw(PredictorKey key, PodSighting pod) {
        if (pod.readySince() != null) {
            served.add(pod.uid());
        }
        change(
                key,
                before -> {
                    Map<String, PodSighting> pods = new HashMap<>(before.pods());
                    pods.put(pod.uid(), pod);
                    return new OfRevision(before.deployment(), pods);
                });
    }

    void podGone(PredictorKey key, String uid) {
        served.remove(uid);
        change(
                key,
                before -> {
                    Map<String, PodSighting> pods = new HashMap<>(before.pods());
                    pods.remove(uid);
                    return new OfRevision(before.deployment(), pods);
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

    boolean served(PodSighting pod) {
        return served.contains(pod.uid());
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
