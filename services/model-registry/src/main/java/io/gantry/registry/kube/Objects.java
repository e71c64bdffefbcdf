package io.gantry.registry.kube;

import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.Manifest;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Stored;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stored resources of one kind. A scope is a namespace, or that of the cluster.
interface Objects<R extends KServeResource, S extends Stored<R>> {

    KubeKind kind();

    /// The document as a resource of this kind in the namespace; empty when it is of another.
    ///
    /// @param namespace null for what belongs to no namespace
    Optional<R> of(Manifest document, @Nullable String namespace);

    Uni<ApplyOutcome<S>> apply(Change<R> change);

    Uni<DeleteOutcome<S>> delete(String scope, String name);

    Uni<Optional<S>> find(String scope, String name);

    Uni<Listed<S>> list(Range range);

    /// The resource as clients see it, with its status.
    R seen(S stored);
}
