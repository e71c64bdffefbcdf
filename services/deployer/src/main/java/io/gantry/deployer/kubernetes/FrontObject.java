package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kube.render.Labels;
import java.util.Set;

/// An object of ours that belongs to a service and to none of its revisions.
record FrontObject(String kind, String namespace, String name) {

    /// Those with which a transformer or an explainer may come and those without which it may go
    /// on.
    private static final Set<String> KINDS =
            Set.of(
                    "Service",
                    "Deployment",
                    "HorizontalPodAutoscaler",
                    "ScaledObject",
                    "PodDisruptionBudget");

    /// Whether an object of ours is one of a service's.
    static boolean is(HasMetadata object) {
        return KINDS.contains(object.getKind())
                && object.getMetadata().getLabels() != null
                && !object.getMetadata().getLabels().containsKey(Labels.REVISION);
    }

    static FrontObject of(HasMetadata object) {
        return new FrontObject(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    boolean isService() {
        return kind.equals("Service");
    }

    /// As `Kind/name`.
    String text() {
        return kind + "/" + name;
    }
}
