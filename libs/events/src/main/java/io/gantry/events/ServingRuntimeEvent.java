package io.gantry.events;

/// Desired state of one ServingRuntime or, in [Keys#CLUSTER_SCOPE], ClusterServingRuntime.
public sealed interface ServingRuntimeEvent extends StateEvent
        permits ServingRuntimeApplied, ServingRuntimeDeleted {

    /// The namespace, or [Keys#CLUSTER_SCOPE].
    String scope();

    String name();

    @Override
    default Topic topic() {
        return Topic.SERVING_RUNTIMES;
    }

    @Override
    default String key() {
        return Keys.service(scope(), name());
    }
}
