package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kserve.validate.Violation;
import java.util.List;

/// What a service and the configs that it names make together, or why they make nothing.
public sealed interface Combination {

    /// @param service as it is to run
    /// @param places of its model and adapters, see [ModelPlaces#of]
    /// @param said what manifests say of it, which is all but what Gantry's own presets add: equal
    ///   for services that are to run the same, whatever release of Gantry combines them
    /// @param remarks what the service asks for and does not get, field by field
    record Combined(
            LlmService service,
            List<StorageUriSpec> places,
            ObjectNode said,
            List<Violation> remarks)
            implements Combination {
        public Combined {
            places = List.copyOf(places);
            remarks = List.copyOf(remarks);
        }
    }

    /// The field at fault, what was found there, what is wrong and what to do.
    record Refused(Violation why) implements Combination {}

    /// @param service as written, in either version
    /// @param configs the LLMInferenceServiceConfigs that there are: those that `baseRefs` name,
    ///   and KServe's presets, each of which takes the place of Gantry's own
    static Combination of(ObjectNode service, List<ObjectNode> configs) {
        Findings remarks = new Findings();
        try {
            return new Combining(service, new Configs(configs), remarks).combined();
        } catch (Refusal refusal) {
            return new Refused(refusal.why());
        }
    }
}
