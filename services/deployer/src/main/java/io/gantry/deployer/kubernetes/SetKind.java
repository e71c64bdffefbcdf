package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of objects that keep a revision's replicas, called sets here.
enum SetKind {
    DEPLOYMENT("apps", "Deployment"),

    /// Its replicas are groups of nodes; where the cluster has the kind.
    LEADER_WORKER_SET("leaderworkerset.x-k8s.io", "LeaderWorkerSet");

    private static final String VERSION = "v1";

    private final String group;
    private final String kind;

    SetKind(String group, String kind) {
        this.group = group;
        this.kind = kind;
    }

    /// @param kind as Kubernetes calls it
    static Optional<SetKind> of(String kind) {
        return Arrays.stream(values()).filter(each -> each.kind.equals(kind)).findFirst();
    }

    String group() {
        return group;
    }

    String kind() {
        return kind;
    }

    String apiVersion() {
        return group + "/" + VERSION;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build();
    }

    /// One of them.
    record Ref(SetKind kind, String namespace, String name) {

        /// As people name objects.
        String text() {
            return kind.kind() + " " + name;
        }
    }
}
