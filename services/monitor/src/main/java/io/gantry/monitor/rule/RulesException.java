package io.gantry.monitor.rule;

import java.util.List;

/// Rules that cannot be taken.
final class RulesException extends RuntimeException {

    /// @param problems each with the file, the rule and the field
    RulesException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
