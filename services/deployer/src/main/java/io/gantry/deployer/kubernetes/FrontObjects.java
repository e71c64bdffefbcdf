package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.RenderOutcome;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The objects of services that belong to none of their revisions: Services by KServe's names,
/// transformers, explainers. Calls for one service come from one thread at a time.
final class FrontObjects {

    private final ClusterApi api;
    private final Rendering rendering;
    private final Sightings sightings;
    private final Contents contents;

    /// Of every service, what was last applied.
    private final Map<String, Applied> applied = new ConcurrentHashMap<>();

    /// Of services, why the cluster does not take a component.
    private final Map<String, Map<String, Failure>> refused = new ConcurrentHashMap<>();

    FrontObjects(ClusterApi api, Rendering rendering, Sightings sightings, Contents contents) {
        this.api = api;
        this.rendering = rendering;
        this.sightings = sightings;
        this.contents = contents;
    }

    /// @param fingerprint of what was rendered
    private record Applied(String fingerprint, Contents.Left left) {}

    /// Objects that are there and not wanted any more are removed; Services stay while nothing new
    /// is ready that they could stand for. Nothing stands for what the cluster did not take.
    void apply(Front wanted) {
        Front front = wanted.of(wanted.current().stream().filter(this::isThere).toList());
        String service = Keys.service(front.namespace(), front.name());
        switch (rendering.front(front, this::name)) {
            case RenderOutcome.Refused(Violation why) -> {
                Failure failure = Rendering.failure(why);
                refused.put(service, ofComponents(front, why.field(), failure));
                Log.warnf(
                        "What stands before the predictor cannot be rendered service=%s reason=%s",
                        service, failure.sentences());
            }
            case RenderOutcome.Rendered(List<HasMetadata> objects) -> {
                String fingerprint = rendering.fingerprint(objects);
                Applied before = applied.get(service);
                if (before == null
                        || !before.fingerprint().equals(fingerprint)
                        || !contents.areAs(before.left())) {
                    apply(service, objects, fingerprint);
                } else {
                    refused.remove(service);
                }
                clear(service, objects, front.current().isEmpty());
            }
        }
    }

    /// Why components are not as they are wanted; empty when they are.
    Map<String, Failure> refused(String service) {
        return refused.getOrDefault(service, Map.of());
    }

    /// Of a field that is no component's own, it is that of all.
    private static Map<String, Failure> ofComponents(Front front, String field, Failure why) {
        Map<String, Failure> all = new HashMap<>();
        InferenceServiceSpec spec = front.service().spec();
        if (spec != null && spec.transformer() != null && !field.startsWith("spec.explainer")) {
            all.put(PredictorObserved.TRANSFORMER, why);
        }
        if (spec != null && spec.explainer() != null && !field.startsWith("spec.transformer")) {
            all.put(PredictorObserved.EXPLAINER, why);
        }
        return Map.copyOf(all);
    }

    /// What the cluster does not take is asked for again at the next opportunity.
    private void apply(String service, List<HasMetadata> objects, String fingerprint) {
        List<HasMetadata> taken = new ArrayList<>();
        Map<String, OwnerReference> deployments = new HashMap<>();
        Map<String, Failure> failures = new HashMap<>();
        for (HasMetadata object : objects) {
            OwnerReference owner = deployments.get(object.getMetadata().getName());
            if (owner != null) {
                // Its scaler or its budget, which go with it.
                object.getMetadata().setOwnerReferences(List.of(owner));
            }
            try {
                if (object instanceof Deployment deployment
                        && deployment.getSpec().getReplicas() == null) {
                    api.leaveReplicas(
                            deployment.getMetadata().getNamespace(),
                            deployment.getMetadata().getName());
                }
                HasMetadata now = api.apply(object);
                taken.add(now);
                if (now instanceof Deployment deployment) {
                    deployments.put(
                            deployment.getMetadata().getName(), ClusterApi.owner(deployment));
                }
            } catch (RefusedByClusterException e) {
                Log.warnf("%s service=%s", e.failure().sentences(), service);
                ComponentSightings.key(object.getMetadata())
                        .ifPresent(key -> failures.putIfAbsent(key.component(), e.failure()));
            }
        }
        if (failures.isEmpty()) {
            refused.remove(service);
        } else {
            refused.put(service, Map.copyOf(failures));
        }
        if (taken.size() == objects.size()) {
            applied.put(service, new Applied(fingerprint, contents.leave(taken)));
        }
    }

    private void clear(String service, List<HasMetadata> objects, boolean servicesStay) {
        Set<FrontObject> wanted =
                objects.stream().map(FrontObject::of).collect(Collectors.toUnmodifiableSet());
        for (FrontObject there : sightings.fronts(service)) {
            if (!wanted.contains(there) && !(servicesStay && there.isService())) {
                api.delete(there);
                // It is on its way: nobody needs to ask for it again.
                sightings.gone(service, there);
            }
        }
    }

    void remove(String namespace, String name) {
        String service = Keys.service(namespace, name);
        refused.remove(service);
        Applied before = applied.remove(service);
        contents.forget(before == null ? null : before.left());
        sightings.fronts(service).forEach(api::delete);
    }

    private boolean isThere(Workload workload) {
        return sightings.of(workload.key()).set() != null;
    }

    /// @param workload that is there
    private String name(Workload workload) {
        return Objects.requireNonNull(sightings.of(workload.key()).set()).name();
    }
}
