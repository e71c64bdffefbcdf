package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The names by which a server knows what it serves, where the manifest says them: an
/// LLMInferenceService's `spec.model.name`, which vLLM is started with (`--served-model-name`), and
/// its LoRA adapters'.
final class ServedNames {

    private ServedNames() {}

    /// Those of all revisions, so that a name lasts as long as a server that knows it; empty where
    /// none is said.
    static List<String> of(InferenceServiceApplied service) {
        Set<String> names = new LinkedHashSet<>();
        for (Revision revision : service.revisions()) {
            JsonNode llm = revision.predictor().path("llm");
            if (llm.isObject()) {
                String own = llm.at("/model/name").asText();
                names.add(own.isEmpty() ? service.name() : own);
                llm.at("/model/lora/adapters")
                        .forEach(adapter -> {
                            String name = adapter.path("name").asText();
                            if (!name.isEmpty()) {
                                names.add(name);
                            }
                        });
            }
        }
        return List.copyOf(names);
    }
}
