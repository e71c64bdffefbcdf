package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Keys;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.RenderOutcome;
import io.quarkus.logging.Log;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The objects of services that belong to none of their revisions: Services by KServe's names,
/// transformers, explainers. Calls for one service come from one thread at a time.
final class FrontObjects {

    private final ClusterApi api;
    private final Rendering rendering;
    private final Sightings sightings;

    /// Of every service, what was last applied.
    private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

    FrontObjects(ClusterApi api, Rendering rendering, Sightings sightings) {
        this.api = api;
        this.rendering = rendering;
        this.sightings = sightings;
    }

    /// Objects that are there and not wanted any more are removed; Services stay while nothing new
    /// is ready that they could stand for.
    void apply(Front front) {
        String service = Keys.service(front.namespace(), front.name());
        switch (rendering.front(front, this::name)) {
            case RenderOutcome.Refused(Violation why) ->
                    Log.warnf(
                            "What stands before the predictor cannot be rendered service=%s reason=%s",
                            service, Rendering.failure(why).sentences());
            case RenderOutcome.Rendered(List<HasMetadata> objects) -> {
                String fingerprint = rendering.fingerprint(objects);
                if (!fingerprint.equals(fingerprints.get(service))) {
                    if (apply(service, objects, front.current().isEmpty())) {
                        fingerprints.put(service, fingerprint);
                    }
                }
            }
        }
    }

    /// @return false when the cluster does not take one of them: it is asked again
    private boolean apply(String service, List<HasMetadata> objects, boolean servicesStay) {
        boolean taken = true;
        Set<FrontObject> wanted = new HashSet<>();
        Map<String, OwnerReference> deployments = new HashMap<>();
        for (HasMetadata object : objects) {
            wanted.add(FrontObject.of(object));
            OwnerReference owner = deployments.get(object.getMetadata().getName());
            if (owner != null) {
                // Its scaler or its budget, which go with it.
                object.getMetadata().setOwnerReferences(List.of(owner));
            }
            try {
                if (api.apply(object) instanceof Deployment deployment) {
                    deployments.put(
                            deployment.getMetadata().getName(), ClusterApi.owner(deployment));
                }
            } catch (RefusedByClusterException e) {
                taken = false;
                Log.warnf("%s service=%s", e.failure().sentences(), service);
            }
        }
        for (FrontObject there : sightings.fronts(service)) {
            if (!wanted.contains(there) && !(servicesStay && there.isService())) {
                api.delete(there);
            }
        }
        return taken;
    }

    void remove(String namespace, String name) {
        String service = Keys.service(namespace, name);
        fingerprints.remove(service);
        sightings.fronts(service).forEach(api::delete);
    }

    private String name(Workload workload) {
        DeploymentSighting seen = sightings.of(workload.key()).deployment();
        return seen == null ? Rendering.usualName(workload) : seen.name();
    }
}
