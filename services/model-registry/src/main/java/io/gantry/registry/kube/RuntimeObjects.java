package io.gantry.registry.kube;

import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Metadata;
import io.gantry.registry.resource.Range;
import io.gantry.registry.runtime.RuntimeKey;
import io.gantry.registry.runtime.Runtimes;
import io.gantry.registry.runtime.StoredRuntime;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runtimes of namespaces, or those of the cluster.
record RuntimeObjects(KubeKind kind, Runtimes runtimes)
        implements Objects<ServingRuntime, StoredRuntime> {

    @Override
    public Optional<ServingRuntime> of(Manifest document, @Nullable String namespace) {
        return document instanceof Manifest.OfServingRuntime(ServingRuntime resource)
                        && kind.describes(resource)
                ? Optional.of(resource.withMetadata(Metadata.in(namespace, resource.metadata())))
                : Optional.empty();
    }

    @Override
    public Uni<ApplyOutcome<StoredRuntime>> apply(Change<ServingRuntime> change) {
        return runtimes.apply(change);
    }

    @Override
    public Uni<DeleteOutcome<StoredRuntime>> delete(String scope, String name) {
        return runtimes.delete(new RuntimeKey(scope, name));
    }

    @Override
    public Uni<Optional<StoredRuntime>> find(String scope, String name) {
        return runtimes.find(new RuntimeKey(scope, name));
    }

    @Override
    public Uni<Listed<StoredRuntime>> list(Range range) {
        return runtimes.list(range);
    }

    @Override
    public ServingRuntime seen(StoredRuntime stored) {
        return stored.resource();
    }
}
