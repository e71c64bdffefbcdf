package io.gantry.registry.model;

import io.gantry.kserve.api.InferenceService;
import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class ModelResource {

    private final InferenceServices services;

    ModelResource(InferenceServices services) {
        this.services = services;
    }

    @POST
    public Uni<Response> register(String body) {
        InferenceService resource = read(body, null);
        ServiceKey key = ServiceKey.of(resource);
        return services.apply(new Change<>(resource, Change.Intent.CREATE))
                .map(outcome -> answer(outcome, key));
    }

    @GET
    @Path("{namespace}/{name}")
    public Uni<StoredService> get(String namespace, String name) {
        ServiceKey key = new ServiceKey(namespace, name);
        return services.find(key)
                .map(found -> found.orElseThrow(() -> ModelProblems.notFound(key)));
    }

    @PUT
    @Path("{namespace}/{name}")
    public Uni<Response> update(String namespace, String name, String body) {
        Change<InferenceService> change =
                new Change<>(
                        read(body, new ModelRequests.Target(namespace, name)),
                        Change.Intent.REPLACE);
        return services.apply(change)
                .map(outcome -> answer(outcome, new ServiceKey(namespace, name)));
    }

    @DELETE
    @Path("{namespace}/{name}")
    public Uni<Response> delete(String namespace, String name) {
        ServiceKey key = new ServiceKey(namespace, name);
        return services.delete(key)
                .map(outcome ->
                        switch (outcome) {
                            case DeleteOutcome.Deleted<StoredService> _ ->
                                    Response.noContent().build();
                            case DeleteOutcome.NotFound<StoredService> _ ->
                                    throw ModelProblems.notFound(key);
                        });
    }

    private static InferenceService read(
            String body, ModelRequests.@org.jspecify.annotations.Nullable Target target) {
        return switch (ModelRequests.read(body, target)) {
            case ModelReading.Read read -> read.service();
            case ModelReading.Broken broken -> throw ModelProblems.broken(broken);
            case ModelReading.Wrong wrong -> throw ModelProblems.wrong(wrong.errors());
        };
    }

    private static Response answer(ApplyOutcome<StoredService> outcome, ServiceKey key) {
        return switch (outcome) {
            case ApplyOutcome.Created<StoredService> created ->
                    Response.created(location(created.stored())).entity(created.stored()).build();
            case ApplyOutcome.Configured<StoredService> configured ->
                    Response.ok(configured.stored()).build();
            case ApplyOutcome.Unchanged<StoredService> unchanged ->
                    Response.ok(unchanged.stored()).build();
            case ApplyOutcome.AlreadyExists<StoredService> exists ->
                    throw ModelProblems.exists(exists.stored().key());
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
