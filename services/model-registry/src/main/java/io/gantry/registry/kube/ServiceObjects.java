package io.gantry.registry.kube;

import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.Manifest;
import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Metadata;
import io.gantry.registry.resource.Range;
import io.gantry.registry.status.Statuses;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class ServiceObjects implements Objects<InferenceService, StoredService> {

    private final InferenceServices services;
    private final Statuses statuses;

    ServiceObjects(InferenceServices services, Statuses statuses) {
        this.services = services;
        this.statuses = statuses;
    }

    @Override
    public KubeKind kind() {
        return KubeKind.INFERENCE_SERVICE;
    }

    @Override
    public Optional<InferenceService> of(Manifest document, @Nullable String namespace) {
        return document instanceof Manifest.OfInferenceService(InferenceService resource)
                ? Optional.of(resource.withMetadata(Metadata.in(namespace, resource.metadata())))
                : Optional.empty();
    }

    @Override
    public Uni<ApplyOutcome<StoredService>> apply(Change<InferenceService> change) {
        return services.apply(change);
    }

    @Override
    public Uni<DeleteOutcome<StoredService>> delete(String scope, String name) {
        return services.delete(new ServiceKey(scope, name));
    }

    @Override
    public Uni<Optional<StoredService>> find(String scope, String name) {
        return services.find(new ServiceKey(scope, name));
    }

    @Override
    public Uni<Listed<StoredService>> list(Range range) {
        return services.list(range);
    }

    @Override
    public InferenceService seen(StoredService stored) {
        return stored.resource().withStatus(statuses.of(stored));
    }
}
