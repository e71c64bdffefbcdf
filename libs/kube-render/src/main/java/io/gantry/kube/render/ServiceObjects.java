package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.render.PredictorContainer;
import io.gantry.kserve.render.Rendering;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The objects that stay while revisions come and go.
final class ServiceObjects {
    private final RenderSettings settings;
    private final PodTemplates pods;
    private final Scalers scalers;

    ServiceObjects(RenderSettings settings, ClusterLookup cluster) {
        this.settings = settings;
        this.pods = new PodTemplates(new PodAssembly(settings, cluster));
        this.scalers = new Scalers(settings, cluster);
    }

    List<HasMetadata> of(ServiceRequest request) {
        List<HasMetadata> objects = new ArrayList<>(predictors(request));
        InferenceServiceSpec spec = request.service().spec();
        if (spec != null && spec.transformer() != null) {
            objects.addAll(
                    component(request.service(), ComponentKind.TRANSFORMER, spec.transformer()));
        }
        if (spec != null && spec.explainer() != null) {
            objects.addAll(component(request.service(), ComponentKind.EXPLAINER, spec.explainer()));
        }
        return objects;
    }

    private static List<HasMetadata> predictors(ServiceRequest request) {
        List<HasMetadata> services = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (RevisionRequest current : request.current()) {
            String name = Names.predictor(request.service().name(), current.predictor().name());
            if (taken.add(name)) {
                Workload workload = Predictors.workload(current, null, name);
                services.add(
                        Services.of(
                                workload,
                                Names.app(current.deployment()),
                                PodTemplates.listed(workload, Predictors.containers(current))));
            }
        }
        return services;
    }

    private List<HasMetadata> component(
            InferenceService service, ComponentKind kind, Component component) {
        Workload workload = new SideComponents(settings).workload(service, kind, component);
        Rendering containers = PredictorContainer.of(workload.service(), workload.component());
        Model model = Model.of(workload.component(), List.of());
        PodDraft draft = pods.draft(workload, containers, model, List.of());
        Optional<HasMetadata> scaler = scalers.of(workload);
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(
                Services.of(workload, workload.app(), PodTemplates.listed(workload, containers)));
        objects.add(
                Deployments.of(
                        workload,
                        PodTemplates.template(workload, draft, model),
                        scaler.isPresent() ? null : Scalers.unscaled(workload)));
        scaler.ifPresent(objects::add);
        Disruptions.of(workload).ifPresent(objects::add);
        return objects;
    }
}
