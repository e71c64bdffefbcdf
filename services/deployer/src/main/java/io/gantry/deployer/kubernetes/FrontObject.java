package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// An object of ours that belongs to a service and to none of its revisions.
record FrontObject(String kind, String namespace, String name) {

    static FrontObject of(HasMetadata object) {
        return new FrontObject(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    boolean isService() {
        return kind.equals("Service");
    }
}
