package io.gantry.kserve.llm;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.Set;
import java.util.stream.Stream;

/// KServe's validating webhooks of LLMInferenceServiceConfigs
/// (`llm_inference_service_config_validation.go`). A config is a template, so that what holds for a
/// service is asked when one is made of it.
public final class LlmConfigValidation {
    /// The presets (`config_merge.go`, WellKnownDefaultConfigs).
    private static final Set<String> WELL_KNOWN =
            Set.of(
                    "kserve-config-llm-template",
                    "kserve-config-llm-decode-template",
                    "kserve-config-llm-worker-data-parallel",
                    "kserve-config-llm-decode-worker-data-parallel",
                    "kserve-config-llm-prefill-template",
                    "kserve-config-llm-prefill-worker-data-parallel",
                    "kserve-config-llm-scheduler",
                    "kserve-config-llm-router-route",
                    "kserve-config-llm-scheduler-latency-predictor",
                    "kserve-config-llm-tokenizer",
                    "kserve-config-llm-tracing");

    private LlmConfigValidation() {}

    /// Everything that keeps the config from being accepted.
    public static void check(Field config, Findings findings) {
        Field bases = config.at("spec", "baseRefs");
        if (!bases.elements().isEmpty()) {
            bases.wrong(
                    "baseRefs is not a permitted field in LLMInferenceServiceConfig, support for"
                            + " recursive refs has been disabled",
                    "list the configs in the LLMInferenceService, in their order",
                    findings);
        }
        Scheduling.replicas(config.at("spec", "router", "scheduler"), findings);
        templates(config.get("spec"), findings);
    }

    /// What changes the presets under services that use them.
    public static void warnUpdate(Field old, Field config, Findings findings) {
        if (wellKnown(old) && !contains(config.node().path("spec"), old.node().path("spec"))) {
            config.get("spec")
                    .missing(
                            "modifying well-known config %s is not recommended. Consider creating a custom config instead"
                                    .formatted(place(old)),
                            "put the changes into a config of your own and list it in baseRefs",
                            findings);
        }
    }

    private static boolean wellKnown(Field config) {
        return wellKnown(config.at("metadata", "name").text());
    }

    /// Whether KServe ships a config of this name.
    public static boolean wellKnown(String name) {
        return WELL_KNOWN.contains(name);
    }

    private static String place(Field config) {
        return "%s/%s"
                .formatted(
                        config.at("metadata", "namespace").text(),
                        config.at("metadata", "name").text());
    }

    /// Whether all that the first version said is still said (DeepDerivative).
    private static boolean contains(JsonNode whole, JsonNode part) {
        if (part.isMissingNode() || part.isNull()) {
            return true;
        }
        if (part.isObject()) {
            return part.propertyStream()
                    .allMatch(each -> contains(whole.path(each.getKey()), each.getValue()));
        }
        if (part.isArray()) {
            return part.isEmpty()
                    || (part.size() == whole.size()
                            && Stream.iterate(0, i -> i < part.size(), i -> i + 1)
                                    .allMatch(i -> contains(whole.get(i), part.get(i))));
        }
        return whole.equals(part);
    }

    /// KServe fills in a sample service; what cannot be read at all is found without one.
    private static void templates(Field field, Findings findings) {
        if (field.node().isTextual() && unclosed(field.text())) {
            field.wrong(
                    "failed to parse template config: unclosed action",
                    "close every {{ with }}, or write {{ \"{{\" }} for the braces themselves",
                    findings);
        }
        field.members().forEach(member -> templates(member, findings));
        field.elements().forEach(element -> templates(element, findings));
    }

    private static boolean unclosed(String text) {
        int open = text.indexOf("{{");
        while (open >= 0) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                return true;
            }
            open = text.indexOf("{{", close);
        }
        return false;
    }
}
