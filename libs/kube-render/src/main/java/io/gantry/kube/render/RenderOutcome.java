package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.validate.Violation;
import java.util.List;

/// The objects that were asked for, or why there are none.
public sealed interface RenderOutcome {

    /// What is to be in the cluster, in the order in which it may be applied; nothing for a service
    /// that is stopped.
    record Rendered(List<HasMetadata> objects) implements RenderOutcome {
        public Rendered {
            objects = List.copyOf(objects);
        }
    }

    /// The field at fault, what was found there, what is wrong and what to do.
    record Refused(Violation why) implements RenderOutcome {}
}
