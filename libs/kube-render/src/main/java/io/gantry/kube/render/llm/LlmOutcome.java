package io.gantry.kube.render.llm;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.validate.Violation;
import java.util.List;

/// The objects of an LLMInferenceService, or why there are none.
public sealed interface LlmOutcome {

    /// What is to be in the cluster, in the order in which it may be applied; nothing for a service
    /// that is stopped.
    ///
    /// @param remarks what the service asks for and does not get, field by field
    record Rendered(List<HasMetadata> objects, List<Violation> remarks) implements LlmOutcome {
        public Rendered {
            objects = List.copyOf(objects);
            remarks = List.copyOf(remarks);
        }
    }

    /// The field at fault, what was found there, what is wrong and what to do.
    record Refused(Violation why) implements LlmOutcome {}
}
