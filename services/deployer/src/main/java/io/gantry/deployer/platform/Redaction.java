package io.gantry.deployer.platform;

import java.util.Map;
import java.util.regex.Pattern;

/// Takes the values of variables that look like secrets out of what a process has written.
public record Redaction(Map<String, String> environment) {

    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i).*(secret|token|password|passwd|credential|api_?key|access_?key|private_?key).*");
    private static final int SHORTEST = 4;

    public Redaction {
        environment = Map.copyOf(environment);
    }

    public String redacted(String text) {
        String clean = text;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (SECRET_NAME.matcher(variable.getKey()).matches()
                    && variable.getValue().length() >= SHORTEST) {
                clean = clean.replace(variable.getValue(), "***");
            }
        }
        return clean;
    }
}
