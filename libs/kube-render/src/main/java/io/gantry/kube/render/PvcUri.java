package io.gantry.kube.render;

import io.gantry.kserve.validate.Refusal;

/// `pvc://claim/path`.
///
/// @param path within the claim's volume; empty for all of it
record PvcUri(String name, String path) {
    private static final String SCHEME = "pvc://";

    static boolean is(String uri) {
        return uri.startsWith(SCHEME);
    }

    /// @param field the path of the URI, for people
    static PvcUri parse(String uri, String field) {
        String[] parts = uri.substring(SCHEME.length()).split("/", 2);
        if (parts[0].isEmpty()) {
            throw new Refusal(field, uri, "it names no claim", "write pvc://CLAIM/PATH");
        }
        String path = parts.length < 2 ? "" : parts[1].replaceAll("^/+|/+$", "");
        return new PvcUri(parts[0], path);
    }
}
