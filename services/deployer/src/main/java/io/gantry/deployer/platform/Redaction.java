package io.gantry.deployer.platform;

import java.util.Comparator;
import java.util.List;
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

    /// The longer values first, or of one that begins with another its rest would stay.
    public String redacted(String text) {
        List<String> secrets =
                environment.entrySet().stream()
                        .filter(variable -> SECRET_NAME.matcher(variable.getKey()).matches())
                        .map(Map.Entry::getValue)
                        .filter(value -> value.length() >= SHORTEST)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }
}
