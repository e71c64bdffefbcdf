package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;

/// The objects that come and go with a revision.
final class RevisionObjects {
    private final PodTemplates pods;
    private final Scalers scalers;
    private final MultiNode multiNode;

    RevisionObjects(RenderSettings settings, ClusterLookup cluster) {
        this.pods = new PodTemplates(new PodAssembly(settings, cluster));
        this.scalers = new Scalers(settings, cluster);
        this.multiNode = new MultiNode(pods, cluster);
    }

    List<HasMetadata> of(RevisionRequest request) {
        Workload workload = Predictors.workload(request, request.revision(), request.deployment());
        Model model = Model.of(workload.component(), request.artifacts());
        PodDraft draft =
                pods.draft(workload, Predictors.containers(request), model, request.warmNodes());
        if (workload.component().workerSpec() != null) {
            Scalers.refuseForSeveralNodes(workload);
            return multiNode.of(workload, draft, model);
        }
        PodTemplateSpec template = PodTemplates.template(workload, draft, model);
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(Deployments.of(workload, template, Scalers.fixed(workload)));
        scalers.of(workload).ifPresent(objects::add);
        Disruptions.of(workload).ifPresent(objects::add);
        return objects;
    }
}
