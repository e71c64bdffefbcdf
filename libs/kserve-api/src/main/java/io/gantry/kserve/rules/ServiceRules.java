package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Validation;

/// InferenceServices, whose rules and defaults are those of [Validation] and [Defaulting].
final class ServiceRules implements KindRules {

    @Override
    public void validate(Change change, Findings findings) {
        Typed.read(change.resource(), InferenceService.class, findings)
                .ifPresent(service -> {
                    JsonNode old = change.old();
                    findings.addAll(
                            Validation.validate(
                                    service,
                                    old == null
                                            ? null
                                            : KServeJson.read(old, InferenceService.class)));
                });
    }

    @Override
    public void warn(Change change, Findings findings) {
        Typed.read(change.resource(), InferenceService.class, new Findings())
                .ifPresent(service -> findings.addAll(Validation.warnings(service)));
    }

    @Override
    public ObjectNode defaults(ObjectNode resource) {
        return Typed.read(resource, InferenceService.class, new Findings())
                .map(Defaulting::apply)
                .map(KServeJson::tree)
                .orElse(resource);
    }
}
