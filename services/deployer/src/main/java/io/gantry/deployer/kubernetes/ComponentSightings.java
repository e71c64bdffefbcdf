package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved;
import io.gantry.kube.render.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What was last seen of services' transformers and explainers. Written by informers, read from any
/// thread.
final class ComponentSightings {

    /// Those that a service may have beside its predictor, in the order in which they are told.
    static final List<String> COMPONENTS =
            List.of(PredictorObserved.TRANSFORMER, PredictorObserved.EXPLAINER);

    private static final Seen NOTHING = new Seen(null, Map.of());

    private final Map<Key, Seen> components = new ConcurrentHashMap<>();

    /// By the uid of an object: what an informer tells of one that is gone has its name alone.
    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    /// @param service `namespace/name`
    record Key(String service, String component) {}

    /// A Deployment.
    ///
    /// @param replicas that it is to have
    /// @param overdue why it has not got ready within its deadline; null when it has, or still may
    /// @param podsRefused why its pods are not created; null when they are
    record Target(
            String uid, int replicas, @Nullable String overdue, @Nullable String podsRefused) {}

    /// @param target null while there is none
    record Seen(@Nullable Target target, Map<String, PodSighting> pods) {

        Seen {
            pods = Map.copyOf(pods);
        }
    }

    /// Empty when it belongs to no transformer and no explainer.
    static Optional<Key> key(ObjectMeta metadata) {
        Map<String, String> labels = Maps.orEmpty(metadata.getLabels());
        String service = labels.get(Labels.SERVICE);
        String component = labels.getOrDefault(Labels.COMPONENT, "");
        return service == null
                        || labels.containsKey(Labels.REVISION)
                        || !COMPONENTS.contains(component)
                ? Optional.empty()
                : Optional.of(new Key(Keys.service(metadata.getNamespace(), service), component));
    }

    Seen of(String service, String component) {
        return components.getOrDefault(new Key(service, component), NOTHING);
    }

    /// An object that is not a Deployment tells nothing.
    void saw(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            key(object.getMetadata()).ifPresent(key -> saw(key, deployment));
        }
    }

    private void saw(Key key, Deployment deployment) {
        if (deployment.getMetadata().getDeletionTimestamp() != null) {
            var _ = gone(deployment.getMetadata().getUid());
            return;
        }
        keys.put(deployment.getMetadata().getUid(), key);
        SetObject set = SetObject.of(deployment);
        Integer replicas = set.replicas();
        Target target =
                new Target(
                        deployment.getMetadata().getUid(),
                        replicas == null ? 1 : replicas,
                        message(set, "Progressing", "False"),
                        message(set, "ReplicaFailure", "True"));
        change(key, before -> new Seen(target, before.pods()));
    }

    void saw(Key key, PodSighting pod) {
        keys.put(pod.uid(), key);
        change(
                key,
                before -> {
                    Map<String, PodSighting> pods = new HashMap<>(before.pods());
                    pods.put(pod.uid(), pod);
                    return new Seen(before.target(), pods);
                });
    }

    /// @return the service whose it was, if it was one of these
    Optional<String> gone(String uid) {
        Key key = keys.remove(uid);
        if (key == null) {
            return Optional.empty();
        }
        change(
                key,
                before -> {
                    Map<String, PodSighting> pods = new HashMap<>(before.pods());
                    pods.remove(uid);
                    Target target = before.target();
                    return new Seen(
                            target != null && target.uid().equals(uid) ? null : target, pods);
                });
        return Optional.of(key.service());
    }

    private void change(Key key, UnaryOperator<Seen> change) {
        components.compute(
                key,
                (_, known) -> {
                    Seen after = change.apply(known == null ? NOTHING : known);
                    return after.equals(NOTHING) ? null : after;
                });
    }

    private static @Nullable String message(SetObject set, String type, String status) {
        return set.condition(type, status).map(SetObject.Condition::message).orElse(null);
    }
}
