package io.gantry.deployer.platform;

import io.gantry.kserve.api.InferenceService;
import java.util.List;

/// What belongs to a service and not to one of its revisions: the name that clients in the cluster
/// reach it by, its transformer, its explainer.
///
/// @param uid of the InferenceService
/// @param current the revisions that its names stand for, the one with the most traffic first;
///   empty while those that are to take over are not ready, and then the names go on as they are
public record Front(
        String namespace,
        String name,
        String uid,
        InferenceService service,
        List<Workload> current) {

    public Front {
        current = List.copyOf(current);
    }

    /// The same with some of its revisions.
    public Front of(List<Workload> some) {
        return new Front(namespace, name, uid, service, some);
    }
}
