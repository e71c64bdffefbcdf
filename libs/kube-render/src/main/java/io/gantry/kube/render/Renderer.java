package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.validate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Renders InferenceServices.
///
/// Objects of a revision and objects of its service are rendered apart, because they live apart:
/// the former from the revision's first pod to its last, the latter as long as the service.
public final class Renderer {
    private final RevisionObjects revisions;
    private final ServiceObjects services;

    public Renderer(RenderSettings settings, ClusterLookup cluster) {
        this.revisions = new RevisionObjects(settings, cluster);
        this.services = new ServiceObjects(settings, cluster);
    }

    /// What one revision consists of: the Deployment of the name that was asked for, what scales
    /// it, its disruption budget, and for a model on several nodes the further nodes and the
    /// Services by which they find each other (or one LeaderWorkerSet for all of it).
    public RenderOutcome revision(RevisionRequest request) {
        return outcome(request.service(), () -> revisions.of(request));
    }

    /// What a service has besides: a Service for each predictor that is reached by name, and all of
    /// the transformer and the explainer.
    public RenderOutcome service(ServiceRequest request) {
        return outcome(request.service(), () -> services.of(request));
    }

    /// Both, for a service that is not there yet: its first revisions, with the runtimes that
    /// KServe's rules choose.
    public RenderOutcome all(InferenceService service, RuntimeCatalog runtimes) {
        return outcome(
                service,
                () -> {
                    List<RevisionRequest> first = FirstRevisions.of(service, runtimes);
                    List<HasMetadata> all = new ArrayList<>();
                    all.addAll(services.of(new ServiceRequest(service, first)));
                    first.forEach(revision -> all.addAll(revisions.of(revision)));
                    return all;
                });
    }

    private static RenderOutcome outcome(
            InferenceService service, Supplier<List<HasMetadata>> objects) {
        try {
            check(service);
            return new RenderOutcome.Rendered(
                    Annotations.stopped(service) ? List.of() : objects.get());
        } catch (Refusal refusal) {
            return new RenderOutcome.Refused(refusal.why());
        }
    }

    private static void check(InferenceService service) {
        if (service.kind() != null && !service.kind().equals(InferenceService.KIND)) {
            throw new Refusal(
                    "kind",
                    service.kind(),
                    "only InferenceServices are rendered",
                    "serve the model by an InferenceService");
        }
        if (service.name().isEmpty()) {
            throw new Refusal("metadata.name", null, "it has no name", "give it one");
        }
    }
}
