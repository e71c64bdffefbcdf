package io.gantry.events;

import org.jspecify.annotations.Nullable;

/// How message keys are put together.
public final class Keys {

    public static final String DEFAULT_NAMESPACE = "default";

    /// The scope of a ClusterServingRuntime, and of an alert of no service. The underscore keeps it
    /// apart from every possible namespace.
    public static final String CLUSTER_SCOPE = "_cluster";

    private Keys() {}

    public static String service(String namespace, String name) {
        return namespace + "/" + name;
    }

    public static String revision(String namespace, String name, String revision) {
        return namespace + "/" + name + "/" + revision;
    }

    /// The service's part of a revision's key.
    public static String serviceOf(String revisionKey) {
        int name = revisionKey.indexOf('/') + 1;
        int revision = revisionKey.indexOf('/', name);
        return revision < 0 ? revisionKey : revisionKey.substring(0, revision);
    }

    public static String artifact(String artifact, String node) {
        return artifact + "@" + node;
    }

    /// Caches and groups of nodes share a topic.
    public static String modelCache(String scope, String name) {
        return "cache/" + scope + "/" + name;
    }

    public static String modelNodeGroup(String name) {
        return "group/" + name;
    }

    /// Alerts and silences, which have one part less, share a topic.
    public static String alert(String namespace, String name, String alert) {
        return namespace + "/" + name + "/" + alert;
    }

    public static String silence(String id) {
        return "silence/" + id;
    }

    static String orDefaultNamespace(@Nullable String namespace) {
        return namespace == null || namespace.isBlank() ? DEFAULT_NAMESPACE : namespace;
    }
}
