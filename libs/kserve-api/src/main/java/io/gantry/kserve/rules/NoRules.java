package io.gantry.kserve.rules;

import io.gantry.kserve.validate.Findings;

/// Kinds about which only the schema says something: KServe has no webhook for them.
final class NoRules implements KindRules {
    @Override
    public void validate(Change change, Findings findings) {}
}
