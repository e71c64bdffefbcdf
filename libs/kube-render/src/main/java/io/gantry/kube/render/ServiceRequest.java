package io.gantry.kube.render;

import io.gantry.kserve.api.InferenceService;
import java.util.List;

/// What a service has besides its revisions.
///
/// @param current the revisions that clients which bypass the proxy are to reach, the stable one
///   first: each gets a Service of its variant's name, and where several have one name the first is
///   reached. Empty while there is none: then there are no predictors' Services
public record ServiceRequest(InferenceService service, List<RevisionRequest> current) {

    public ServiceRequest {
        current = List.copyOf(current);
    }
}
