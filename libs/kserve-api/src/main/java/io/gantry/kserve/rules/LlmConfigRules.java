package io.gantry.kserve.rules;

import io.gantry.kserve.llm.LlmConfigValidation;
import io.gantry.kserve.validate.Findings;

/// LLMInferenceServiceConfigs, whose rules are those of [LlmConfigValidation].
final class LlmConfigRules implements KindRules {

    @Override
    public void validate(Change change, Findings findings) {
        LlmConfigValidation.check(change.field(), findings);
    }

    @Override
    public void warn(Change change, Findings findings) {
        change.oldField()
                .ifPresent(old -> LlmConfigValidation.warnUpdate(old, change.field(), findings));
    }
}
