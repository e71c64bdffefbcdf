package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.llm.LlmConfigValidation;
import io.gantry.kserve.llm.LlmConversion;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Refusal;
import java.util.List;
import java.util.Optional;

/// The LLMInferenceServiceConfigs that there are.
///
/// @param resources in either version
record Configs(List<ObjectNode> resources) {
    /// Where KServe keeps those that are for everybody.
    private static final String SYSTEM = "kserve";

    Configs {
        resources = List.copyOf(resources);
    }

    /// The spec of the config that a service of the namespace means: its own namespace's before
    /// KServe's. One whose manifest names no namespace is everybody's.
    Optional<ObjectNode> find(String namespace, String name) {
        return in(namespace, name).or(() -> in(SYSTEM, name)).or(() -> in("", name));
    }

    private Optional<ObjectNode> in(String namespace, String name) {
        return resources.stream()
                .filter(config -> config.at("/metadata/name").asText().equals(name))
                .filter(config -> config.at("/metadata/namespace").asText("").equals(namespace))
                .findFirst()
                .map(LlmConversion::toV1alpha2)
                .map(config ->
                        config.get("spec") instanceof ObjectNode spec
                                ? spec
                                : KServeJson.mapper().createObjectNode());
    }

    /// The specs that `baseRefs` names, in their order.
    List<ObjectNode> named(String namespace, Field baseRefs) {
        return baseRefs.elements().stream()
                .map(ref -> ref.get("name"))
                .map(name ->
                        find(namespace, name.text()).orElseThrow(() -> missing(namespace, name)))
                .toList();
    }

    private static Refusal missing(String namespace, Field name) {
        boolean shipped = LlmConfigValidation.wellKnown(name.text());
        return new Refusal(
                name.path(),
                name.text(),
                "there is no LLMInferenceServiceConfig of this name in the namespaces \"%s\" and \"%s\""
                        .formatted(namespace, SYSTEM),
                shipped
                        ? "give the preset that KServe ships, or remove it from baseRefs: Gantry has presets of its own"
                        : "give it, or remove it from baseRefs");
    }
}
