package io.gantry.registry.model;

import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.status.Statuses;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/// What is answered about models.
@Singleton
class ModelAnswers {

    private final Statuses statuses;

    ModelAnswers(Statuses statuses) {
        this.statuses = statuses;
    }

    ModelView view(StoredService service) {
        return ModelView.of(service, statuses.of(service));
    }

    Response of(ApplyOutcome<StoredService> outcome, ServiceKey key) {
        return switch (outcome) {
            case ApplyOutcome.Created<StoredService>(StoredService stored) ->
                    Response.created(location(stored)).entity(view(stored)).build();
            case ApplyOutcome.Configured<StoredService>(StoredService stored) ->
                    Response.ok(view(stored)).build();
            case ApplyOutcome.Unchanged<StoredService>(StoredService stored) ->
                    Response.ok(view(stored)).build();
            case ApplyOutcome.AlreadyExists<StoredService>(StoredService stored) ->
                    throw ModelProblems.exists(stored.key());
            case ApplyOutcome.NotFound<StoredService> _ -> throw ModelProblems.notFound(key);
            case ApplyOutcome.Conflict<StoredService> _ ->
                    throw new IllegalStateException("A model meets no conditions");
            case ApplyOutcome.Invalid<StoredService> invalid ->
                    throw ModelProblems.invalid(invalid.violations());
        };
    }

    private static URI location(StoredService service) {
        return URI.create(
                "/v1/models/%s/%s".formatted(service.key().namespace(), service.key().name()));
    }
}
