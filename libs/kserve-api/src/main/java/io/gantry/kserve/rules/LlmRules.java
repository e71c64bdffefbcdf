package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.llm.LlmDefaults;
import io.gantry.kserve.llm.LlmValidation;
import io.gantry.kserve.llm.LlmVersion;
import io.gantry.kserve.validate.Findings;

/// LLMInferenceServices, whose rules and defaults are those of [LlmValidation] and [LlmDefaults].
record LlmRules(LlmVersion version) implements KindRules {

    @Override
    public void validate(Change change, Findings findings) {
        LlmValidation.check(change.field(), version, findings);
        change.oldField().ifPresent(old -> LlmValidation.update(old, change.field(), findings));
    }

    @Override
    public void warn(Change change, Findings findings) {
        LlmValidation.warn(change.field(), version, findings);
    }

    @Override
    public ObjectNode defaults(ObjectNode resource) {
        return LlmDefaults.apply(resource);
    }
}
