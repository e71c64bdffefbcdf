package io.gantry.registry.kube;

/// The names under which clients send YAML.
public final class MediaTypes {

    /// RFC 9512.
    public static final String YAML = "application/yaml";

    public static final String TEXT_YAML = "text/yaml";
    public static final String X_YAML = "application/x-yaml";
    public static final String TEXT_X_YAML = "text/x-yaml";

    private MediaTypes() {}
}
