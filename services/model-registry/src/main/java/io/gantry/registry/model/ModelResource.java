package io.gantry.registry.model;

import io.gantry.kserve.api.InferenceService;
import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Filter;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Models", description = "Models, with the fields that most people need")
@APIResponse(responseCode = "503", ref = "UnavailableProblem")
class ModelResource {

    private final InferenceServices services;
    private final ModelAnswers answers;

    ModelResource(InferenceServices services, ModelAnswers answers) {
        this.services = services;
        this.answers = answers;
    }

    @GET
    @Operation(
            operationId = "listModels",
            summary = "List models",
            description =
                    "By namespace and name, in pages. A page may have fewer than asked for; there is"
                            + " more as long as it has a next.")
    @APIResponse(responseCode = "200", ref = "ModelPage")
    @APIResponse(responseCode = "400", ref = "ParameterProblem")
    public Uni<ModelPage> list(
            @Parameter(description = "Only of this namespace", example = "default")
                    @QueryParam("namespace")
                    @Nullable String namespace,
            @Parameter(
                            description = "Only with this in their names, in whatever case",
                            example = "mini")
                    @QueryParam("search")
                    @Nullable String search,
            @Parameter(
                            description = "Only with these labels, as kubectl's -l takes them",
                            example = "team=search,tier in (gold,silver),!deprecated")
                    @QueryParam("labels")
                    @Nullable String labels,
            @Parameter(
                            description = "Only such that are ready, or such that are not",
                            example = "true")
                    @QueryParam("ready")
                    @Nullable String ready,
            @Parameter(
                            description = "The next of the page before, to have what comes behind",
                            example = "default/minilm")
                    @QueryParam("after")
                    @Nullable String after,
            @Parameter(
                            description = "How many at most, 1 to 1000; 100 when left out",
                            example = "20")
                    @QueryParam("limit")
                    @Nullable String limit) {
        Filter filter = ModelQuery.filter(search, labels, ready);
        return services.list(ModelQuery.range(namespace, after, limit), filter)
                .map(listed -> page(listed, filter));
    }

    @POST
    @Operation(
            operationId = "registerModel",
            summary = "Register a model",
            description =
                    "The same model again changes nothing and is no error. The answer comes once it is certain that the"
                            + " model will be served, or its status will say why not.")
    @RequestBody(ref = "Model")
    @APIResponse(responseCode = "201", ref = "Model")
    @APIResponse(responseCode = "200", ref = "Model")
    @APIResponse(responseCode = "400", ref = "UnreadableProblem")
    @APIResponse(responseCode = "409", ref = "ModelExistsProblem")
    @APIResponse(responseCode = "413", ref = "TooLargeProblem")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeProblem")
    @APIResponse(responseCode = "422", ref = "InvalidModelProblem")
    public Uni<Response> register(String body) {
        InferenceService resource = read(body, null);
        return services.apply(new Change<>(resource, Change.Intent.CREATE, "gantry"))
                .map(outcome -> answers.of(outcome, ServiceKey.of(resource)));
    }

    @GET
    @Path("{namespace}/{name}")
    @Operation(operationId = "getModel", summary = "Show a model, whether it serves, and why not")
    @APIResponse(responseCode = "200", ref = "Model")
    @APIResponse(responseCode = "404", ref = "ModelNotFoundProblem")
    public Uni<ModelView> get(String namespace, String name) {
        ServiceKey key = new ServiceKey(namespace, name);
        return services.find(key)
                .map(found -> found.orElseThrow(() -> ModelProblems.notFound(key)))
                .map(answers::view);
    }

    @PUT
    @Path("{namespace}/{name}")
    @Operation(
            operationId = "updateModel",
            summary = "Change a model",
            description =
                    "The body is the whole model; name and namespace may be left out. What runs goes on serving until"
                            + " its successor is ready.")
    @RequestBody(ref = "Model")
    @APIResponse(responseCode = "200", ref = "Model")
    @APIResponse(responseCode = "400", ref = "UnreadableProblem")
    @APIResponse(responseCode = "404", ref = "ModelNotFoundProblem")
    @APIResponse(responseCode = "413", ref = "TooLargeProblem")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeProblem")
    @APIResponse(responseCode = "422", ref = "InvalidModelProblem")
    public Uni<Response> update(String namespace, String name, String body) {
        Change<InferenceService> change =
                new Change<>(
                        read(body, new ModelRequests.Target(namespace, name)),
                        Change.Intent.REPLACE,
                        "gantry");
        return services.apply(change)
                .map(outcome -> answers.of(outcome, new ServiceKey(namespace, name)));
    }

    @DELETE
    @Path("{namespace}/{name}")
    @Operation(
            operationId = "deleteModel",
            summary = "Delete a model",
            description = "What runs of it is taken down.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", ref = "ModelNotFoundProblem")
    public Uni<Response> delete(String namespace, String name) {
        ServiceKey key = new ServiceKey(namespace, name);
        return services.delete(key)
                .map(outcome ->
                        switch (outcome) {
                            case DeleteOutcome.Deleted<StoredService> _ ->
                                    Response.noContent().build();
                            case DeleteOutcome.NotFound<StoredService> _ ->
                                    throw ModelProblems.notFound(key);
                            case DeleteOutcome.Conflict<StoredService> _ ->
                                    throw new IllegalStateException("A model meets no conditions");
                        });
    }

    private static InferenceService read(String body, ModelRequests.@Nullable Target target) {
        return switch (ModelRequests.read(body, target)) {
            case ModelReading.Read read -> read.service();
            case ModelReading.Broken broken -> throw ModelProblems.broken(broken);
            case ModelReading.Wrong wrong -> throw ModelProblems.wrong(wrong.errors());
        };
    }

    /// The database, by which was filtered, may be a moment behind what is known of a model.
    private ModelPage page(Listed<StoredService> listed, Filter filter) {
        List<ModelView> views =
                listed.items().stream()
                        .map(answers::view)
                        .filter(view -> filter.ready().orElse(view.ready()) == view.ready())
                        .toList();
        String next =
                listed.more() ? ModelQuery.next(position(listed.items().getLast().key())) : null;
        return new ModelPage(views, next);
    }

    private static Range.Position position(ServiceKey key) {
        return new Range.Position(key.namespace(), key.name());
    }
}
