package io.gantry.deployer.local;

import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EnvVar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Environment variables of a container, and their use in its arguments as Kubernetes has it:
/// `$(NAME)` is the variable's value, `$$(NAME)` is `$(NAME)`, and an unknown name stays as it is.
final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$(\\$)?\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");

    private Variables() {}

    /// The variables by name; each may refer to those before it.
    static Map<String, String> of(Container container) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (EnvVar variable : container.envOrEmpty()) {
            if (variable.name() != null) {
                String value = variable.value() == null ? "" : variable.value();
                variables.put(variable.name(), expanded(value, variables));
            }
        }
        return variables;
    }

    static String expanded(String text, Map<String, String> variables) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> {
                    String whole = found.group();
                    String replacement =
                            found.group(1) != null
                                    ? whole.substring(1)
                                    : variables.getOrDefault(found.group(2), whole);
                    return Matcher.quoteReplacement(replacement);
                });
    }
}
