package io.gantry.registry.model;

import io.gantry.registry.inferenceservice.InferenceServices;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.timeline.Entry;
import io.gantry.registry.timeline.Timeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What has happened to a model, so far and as it comes.
@Path("/v1/models/{namespace}/{name}/events")
@Tag(name = "Models")
@APIResponse(responseCode = "404", ref = "ModelNotFoundProblem")
@APIResponse(responseCode = "503", ref = "UnavailableProblem")
class ModelEventResource {

    private final Timeline timeline;
    private final InferenceServices services;

    ModelEventResource(Timeline timeline, InferenceServices services) {
        this.timeline = timeline;
        this.services = services;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listModelEvents",
            summary = "Show what has happened to a model",
            description =
                    "The oldest first, in pages. They are kept for some days (`gantry.registry.timeline.keep`), also"
                            + " those of a model that was deleted. With `Accept: text/event-stream` they come as server-sent"
                            + " events, and go on coming; a client that was interrupted goes on where it was"
                            + " (`Last-Event-ID`).")
    @APIResponse(responseCode = "200", ref = "ModelEvents")
    @APIResponse(responseCode = "400", ref = "ParameterProblem")
    public Uni<ModelEventPage> list(
            String namespace,
            String name,
            @Parameter(description = "The id behind which to begin", example = "1042")
                    @QueryParam("after")
                    @Nullable String after,
            @Parameter(
                            description = "How many at most, 1 to 1000; 100 when left out",
                            example = "20")
                    @QueryParam("limit")
                    @Nullable String limit) {
        long start = ModelQuery.id(after);
        int most = ModelQuery.size(limit);
        return timeline.list(namespace, name, start, most)
                .call(found -> known(namespace, name, found, start))
                .map(found ->
                        new ModelEventPage(found, found.isEmpty() ? start : found.getLast().id()));
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> stream(
            String namespace,
            String name,
            @QueryParam("after") @Nullable String after,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String last,
            @Context Sse sse) {
        long start = ModelQuery.id(last == null ? after : last);
        return timeline.list(namespace, name, start, 1)
                .call(found -> known(namespace, name, found, start))
                .onItem()
                .transformToMulti(_ -> timeline.follow(namespace, name, start))
                .onItem()
                .transformToMultiAndConcatenate(found -> events(sse, found));
    }

    /// A comment for nothing, so that a client that has gone is noticed, and proxies between do not
    /// end the connection.
    private static Multi<OutboundSseEvent> events(Sse sse, List<Entry> found) {
        return found.isEmpty()
                ? Multi.createFrom().item(sse.newEventBuilder().comment("nothing new").build())
                : Multi.createFrom().iterable(found).map(entry -> event(sse, entry));
    }

    private static OutboundSseEvent event(Sse sse, Entry entry) {
        return sse.newEventBuilder()
                .id(Long.toString(entry.id()))
                .name(entry.type())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(entry)
                .build();
    }

    /// Refuses a model of which nobody has ever heard.
    private Uni<Void> known(String namespace, String name, List<Entry> found, long start) {
        if (!found.isEmpty() || start > 0) {
            return Uni.createFrom().voidItem();
        }
        ServiceKey key = new ServiceKey(namespace, name);
        return services.find(key)
                .map(service -> service.orElseThrow(() -> ModelProblems.notFound(key)))
                .replaceWithVoid();
    }
}
