package io.gantry.loader.warm;

import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.Revision;
import io.gantry.events.node.ModelCaches;
import io.gantry.events.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides what one node loads, of all that should be warm somewhere.
///
/// A revision's artifacts go, all together, to as many nodes as it has replicas at least, and some
/// more, of those that it can run on; canaries like any other revision. Caches go to all nodes of
/// their groups, and with each what revisions refer to at the same place with credentials of their
/// own.
///
/// @param settings how many nodes are warm
/// @param nodes that are there
/// @param self the name of the node that it is decided for
/// @param runtimes that revisions may run by
record WarmPolicy(
        Settings settings, List<Node> nodes, String self, Runtimes runtimes, ModelCaches caches) {

    /// Names the one group of nodes whose caches a service uses (KServe's `pkg/constants`).
    private static final String NODE_GROUP = "serving.kserve.io/nodegroup";

    private static final List<String> OF_PODS = List.of("pvc://", "file://");

    Plan plan(Collection<InferenceServiceApplied> services) {
        Map<String, ArtifactReference> kept = new HashMap<>();
        Map<String, ArtifactReference> loaded = new HashMap<>();
        List<Plan.Unplaced> unplaced = new ArrayList<>();
        List<ModelCacheApplied> here = cachesHere();
        here.forEach(cache -> loaded.put(cache.artifact().artifact(), cache.artifact()));
        for (InferenceServiceApplied service : services) {
            for (Revision revision : service.revisions()) {
                Needs needs =
                        Needs.of(
                                revision.predictor(),
                                runtimes.of(service.namespace(), revision.predictor()));
                List<Node> able = able(service, needs);
                if (able.isEmpty() && !revision.artifacts().isEmpty()) {
                    unplaced.add(unplaced(service, revision, needs));
                }
                boolean chosen = settings.everything() || isChosen(revision, able);
                for (ArtifactReference reference : revision.artifacts()) {
                    kept.put(reference.artifact(), reference);
                    if ((chosen || isCovered(reference, here)) && !isThePods(reference)) {
                        loaded.put(reference.artifact(), reference);
                    }
                }
            }
        }
        kept.putAll(loaded);
        return new Plan(kept, loaded, unplaced);
    }

    /// What a pod has on its own volumes and file system, the node's loader has not.
    private boolean isThePods(ArtifactReference reference) {
        String uri = reference.storageUri();
        return settings.pods() && OF_PODS.stream().anyMatch(uri::startsWith);
    }

    private static boolean isCovered(
            ArtifactReference reference, List<ModelCacheApplied> cachedHere) {
        return cachedHere.stream()
                .anyMatch(cache -> ModelCaches.covers(cache, reference.storageUri()));
    }

    private List<ModelCacheApplied> cachesHere() {
        return nodes.stream()
                .filter(node -> node.name().equals(self))
                .flatMap(node -> caches.of(node).stream())
                .toList();
    }

    /// Of a group that is not there nothing is known, so it keeps no node away, as in KServe.
    private List<Node> able(InferenceServiceApplied service, Needs needs) {
        String group =
                service.manifest().path("metadata").path("annotations").path(NODE_GROUP).asText();
        boolean limited = caches.group(group).isPresent();
        return nodes.stream()
                .filter(needs::metBy)
                .filter(node -> !limited || caches.belongs(node, group))
                .toList();
    }

    /// By the first artifact, so that revisions of the same model share their nodes.
    private boolean isChosen(Revision revision, List<Node> able) {
        if (revision.artifacts().isEmpty()) {
            return false;
        }
        long minReplicas = revision.predictor().path("minReplicas").asInt(1);
        long count = Math.max(1, minReplicas) + settings.headroom();
        return Rendezvous.choose(revision.artifacts().getFirst().artifact(), able, count).stream()
                .anyMatch(node -> node.name().equals(self));
    }

    private static Plan.Unplaced unplaced(
            InferenceServiceApplied service, Revision revision, Needs needs) {
        return new Plan.Unplaced(
                Keys.revision(service.namespace(), service.name(), revision.name()),
                needs.toString());
    }

    /// @param headroom nodes that are warm beyond a revision's least replicas
    /// @param everything whether the node loads all, whatever others do
    /// @param pods whether models run in pods on the node, which bring their own files
    record Settings(int headroom, boolean everything, boolean pods) {

        Settings {
            if (headroom < 0) {
                throw new IllegalArgumentException(
                        "gantry.loader.warm.headroom is %d; it has to be 0 or more"
                                .formatted(headroom));
            }
        }
    }
}
