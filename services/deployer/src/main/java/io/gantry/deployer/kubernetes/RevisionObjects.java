package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kube.render.Labels;
import io.gantry.kube.render.Names;
import io.quarkus.logging.Log;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The objects of revisions: a Deployment each, and what belongs to it. Calls for one revision come
/// from one thread at a time.
final class RevisionObjects {

    private final ClusterApi api;
    private final Rendering rendering;
    private final Sightings sightings;

    /// By the uid of a Deployment, its generation after we have applied it: at any other, somebody
    /// else has changed it.
    private final Map<String, Long> settled = new ConcurrentHashMap<>();

    RevisionObjects(ClusterApi api, Rendering rendering, Sightings sightings) {
        this.api = api;
        this.rendering = rendering;
        this.sightings = sightings;
    }

    /// @return why it cannot be rendered; empty when it was applied
    /// @throws RefusedByClusterException when the cluster does not take it
    Optional<Failure> run(Workload workload, int replicas) {
        DeploymentSighting seen = sightings.of(workload.key()).deployment();
        if (seen != null && !seen.serviceUid().equals(workload.uid())) {
            // Another service of that name. Its deletion calls for this one again.
            remove(workload.key());
            return Optional.empty();
        }
        String name = seen == null ? freeName(workload) : seen.name();
        List<String> warmNodes =
                seen == null || seen.replicas() == 0 ? workload.warmNodes() : seen.warmNodes();
        return switch (rendering.revision(workload, name, warmNodes)) {
            case Rendering.Refused(Failure why) -> Optional.of(why);
            case Rendering.Rendered rendered -> {
                scale(
                        seen != null && settled(seen, rendered)
                                ? seen
                                : applied(workload, rendered, warmNodes, seen),
                        replicas);
                yield Optional.empty();
            }
        };
    }

    void scale(PredictorKey key, int replicas) {
        DeploymentSighting seen = sightings.of(key).deployment();
        if (seen != null) {
            scale(seen, replicas);
        }
    }

    void replaceInPlace(PredictorKey key, int places) {
        DeploymentSighting seen = sightings.of(key).deployment();
        if (seen != null && seen.places() == null) {
            Log.infof("No free devices, it replaces what runs in its place predictor=%s", key);
            Map<String, String> mark = Map.of(Marks.IN_PLACE, Integer.toString(places));
            saw(key, api.annotate(key.namespace(), seen.name(), mark));
        }
    }

    void giveUp(PredictorKey key, Failure why) {
        DeploymentSighting seen = sightings.of(key).deployment();
        if (seen == null) {
            return;
        }
        if (seen.givenUp() == null) {
            Log.warnf("Gives up predictor=%s reason=%s", key, why.message());
            saw(key, api.annotate(key.namespace(), seen.name(), Map.of(Marks.GIVEN_UP, json(why))));
        }
        if (seen.replicas() != 0) {
            saw(key, api.scale(key.namespace(), seen.name(), 0));
        }
    }

    void remove(PredictorKey key) {
        DeploymentSighting seen = sightings.of(key).deployment();
        if (seen != null) {
            api.deleteDeployment(key.namespace(), seen.name());
            sightings.gone(key, seen.uid());
            settled.remove(seen.uid());
        }
    }

    /// KServe's name, unless another revision has it.
    private String freeName(Workload workload) {
        PredictorKey key = workload.key();
        String variant = workload.predictor().name();
        String usual = Names.predictor(key.name(), variant);
        PredictorKey holder = sightings.names(key.service()).get(usual);
        return holder == null || holder.equals(key)
                ? usual
                : Names.predictorOf(key.name(), variant, key.revision());
    }

    private boolean settled(DeploymentSighting seen, Rendering.Rendered rendered) {
        return seen.fingerprint().equals(rendered.fingerprint())
                && settled.getOrDefault(seen.uid(), -1L) == seen.generation();
    }

    private DeploymentSighting applied(
            Workload workload,
            Rendering.Rendered rendered,
            List<String> warmNodes,
            @Nullable DeploymentSighting before) {
        Deployment wanted = marked(workload, rendered, warmNodes);
        Deployment applied = api.apply(wanted);
        OwnerReference owner = ClusterApi.owner(applied);
        for (HasMetadata part : rendered.parts()) {
            part.getMetadata().setOwnerReferences(List.of(owner));
            api.apply(part);
        }
        if (before != null) {
            before.parts().stream()
                    .filter(part -> !rendered.partNames().contains(part))
                    .forEach(part -> api.deletePart(workload.key().namespace(), part));
        }
        return saw(workload.key(), applied);
    }

    private static Deployment marked(
            Workload workload, Rendering.Rendered rendered, List<String> warmNodes) {
        Map<String, String> marks = new HashMap<>();
        marks.put(Labels.REVISION, workload.key().revision());
        marks.put(Marks.SERVICE_UID, workload.uid());
        marks.put(Marks.FINGERPRINT, rendered.fingerprint());
        marks.put(Marks.WARM_NODES, String.join(",", warmNodes));
        marks.put(Marks.PARTS, String.join(",", rendered.partNames()));
        marks.put(Marks.SCALED_BY_GANTRY, Boolean.toString(rendered.scaledByGantry()));
        String runtime = workload.runtimeName();
        if (runtime != null) {
            marks.put(Marks.RUNTIME, runtime);
        }
        return new DeploymentBuilder(rendered.deployment())
                .editMetadata()
                .addToAnnotations(marks)
                .endMetadata()
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToLabels(Marks.SERVICE_UID, workload.uid())
                .addToAnnotations(Labels.REVISION, workload.key().revision())
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    /// An autoscaler of others is only woken and put to sleep: it does nothing at 0.
    private void scale(DeploymentSighting seen, int replicas) {
        boolean differs =
                seen.scaledByGantry()
                        ? seen.replicas() != replicas
                        : (seen.replicas() == 0) != (replicas == 0);
        if (differs) {
            saw(seen.key(), api.scale(seen.key().namespace(), seen.name(), replicas));
        }
    }

    /// Of a change of ours.
    private DeploymentSighting saw(PredictorKey key, Deployment changed) {
        DeploymentSighting sighting = DeploymentSighting.of(key, changed);
        settled.put(sighting.uid(), sighting.generation());
        sightings.saw(sighting);
        return sighting;
    }

    private static String json(Failure why) {
        try {
            return KServeJson.mapper().writeValueAsString(why);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A failure can always be written", e);
        }
    }
}
