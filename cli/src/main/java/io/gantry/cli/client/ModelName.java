package io.gantry.cli.client;

import io.gantry.cli.CliException;

/// A model as a user names it: `name`, in the default namespace, or `namespace/name`.
public record ModelName(String namespace, String name) {

    private static final String DEFAULT_NAMESPACE = "default";

    public static ModelName parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2 || text.isBlank() || parts[parts.length - 1].isBlank()) {
            throw CliException.badInput(
                    "A model is named NAME or NAMESPACE/NAME, found '%s'".formatted(text));
        }
        return parts.length == 1
                ? new ModelName(DEFAULT_NAMESPACE, parts[0])
                : new ModelName(parts[0], parts[1]);
    }

    /// The model's path in the registry's API.
    String path() {
        return "/v1/models/%s/%s".formatted(namespace, name);
    }
}
