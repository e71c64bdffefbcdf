package io.gantry.registry.model;

import io.gantry.registry.inferenceservice.Revisions;
import io.gantry.registry.inferenceservice.RolloutOutcome;
import io.gantry.registry.inferenceservice.Rollouts;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.ServiceRevisions;
import io.gantry.registry.inferenceservice.StoredRevision;
import io.gantry.registry.status.Statuses;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Revisions", description = "What a model ran before, and moving its traffic")
@APIResponse(responseCode = "503", ref = "UnavailableProblem")
class RevisionResource {

    private final Revisions revisions;
    private final Rollouts rollouts;
    private final Statuses statuses;
    private final ModelAnswers answers;

    RevisionResource(
            Revisions revisions, Rollouts rollouts, Statuses statuses, ModelAnswers answers) {
        this.revisions = revisions;
        this.rollouts = rollouts;
        this.statuses = statuses;
        this.answers = answers;
    }

    @GET
    @Path("{namespace}/{name}/revisions")
    @Operation(
            operationId = "listRevisions",
            summary = "List the revisions of a model",
            description =
                    "The newest first, in pages. Of those that do not run any more, the oldest are removed when there"
                            + " are more than gantry.registry.revisions.history-limit.")
    @APIResponse(responseCode = "200", ref = "RevisionPage")
    @APIResponse(responseCode = "400", ref = "ParameterProblem")
    @APIResponse(responseCode = "404", ref = "ModelNotFoundProblem")
    public Uni<RevisionPage> list(
            String namespace,
            String name,
            @Parameter(
                            description = "The next of the page before, to have what comes behind",
                            example = "minilm-00002")
                    @QueryParam("after")
                    @Nullable String after,
            @Parameter(
                            description = "How many at most, 1 to 1000; 100 when left out",
                            example = "20")
                    @QueryParam("limit")
                    @Nullable String limit) {
        int size = ModelQuery.size(limit);
        int below = ModelQuery.below(after, name);
        return of(new ServiceKey(namespace, name)).map(found -> page(found, below, size));
    }

    @GET
    @Path("{namespace}/{name}/revisions/{revision}")
    @Operation(operationId = "getRevision", summary = "Show a revision of a model")
    @APIResponse(responseCode = "200", ref = "Revision")
    @APIResponse(responseCode = "404", ref = "RevisionNotFoundProblem")
    public Uni<RevisionView> get(String namespace, String name, String revision) {
        return of(new ServiceKey(namespace, name))
                .map(found -> view(revision(found, revision), ready(found)));
    }

    @GET
    @Path("{namespace}/{name}/revisions/{revision}/diff")
    @Operation(
            operationId = "diffRevisions",
            summary = "Show what a revision runs that another does not",
            description =
                    "Compares the predictors with their defaults filled in, and the digests that are expected of their"
                            + " artifacts. Lists are compared by position.")
    @APIResponse(responseCode = "200", ref = "RevisionDiff")
    @APIResponse(responseCode = "404", ref = "RevisionNotFoundProblem")
    public Uni<RevisionDiff> diff(
            String namespace,
            String name,
            String revision,
            @Parameter(
                            description = "What to compare with; the revision before when left out",
                            example = "minilm-00001")
                    @QueryParam("with")
                    @Nullable String with) {
        return of(new ServiceKey(namespace, name))
                .map(found -> {
                    StoredRevision after = revision(found, revision);
                    StoredRevision before =
                            with == null || with.isEmpty()
                                    ? found.before(after)
                                            .orElseThrow(
                                                    () -> ModelProblems.nothingBefore(revision))
                                    : revision(found, with);
                    return RevisionDiff.of(before, after);
                });
    }

    @POST
    @Path("{namespace}/{name}/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rollbackModel",
            summary = "Go back to a revision",
            description =
                    "Writes the revision's predictor again, as it was written then, and ends any canary. Without a"
                            + " revision it is the one that was rolled out before; while a canary is tried, the one"
                            + " that it is tried against. The revision keeps its number. If it has all requests"
                            + " already, nothing is changed.")
    @RequestBody(ref = "Rollback")
    @APIResponse(responseCode = "200", ref = "Model")
    @APIResponse(responseCode = "400", ref = "UnreadableProblem")
    @APIResponse(responseCode = "404", ref = "RevisionNotFoundProblem")
    @APIResponse(responseCode = "413", ref = "TooLargeProblem")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeProblem")
    @APIResponse(responseCode = "422", ref = "InvalidRolloutProblem")
    public Uni<Response> rollback(String namespace, String name, @Nullable String body) {
        ServiceKey key = new ServiceKey(namespace, name);
        return rollouts.back(key, RolloutRequests.rollback(body))
                .map(outcome -> answer(outcome, key));
    }

    @POST
    @Path("{namespace}/{name}/promote")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "promoteModel",
            summary = "Promote a canary, or give it another share of the requests",
            description =
                    "Without a percentage the canary gets everything and is no canary any more. Of several canaries"
                            + " it is the one with the newest revision.")
    @RequestBody(ref = "Promotion")
    @APIResponse(responseCode = "200", ref = "Model")
    @APIResponse(responseCode = "400", ref = "UnreadableProblem")
    @APIResponse(responseCode = "404", ref = "ModelNotFoundProblem")
    @APIResponse(responseCode = "409", ref = "NoCanaryProblem")
    @APIResponse(responseCode = "413", ref = "TooLargeProblem")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaTypeProblem")
    @APIResponse(responseCode = "422", ref = "InvalidRolloutProblem")
    public Uni<Response> promote(String namespace, String name, @Nullable String body) {
        ServiceKey key = new ServiceKey(namespace, name);
        return rollouts.promote(key, RolloutRequests.promotion(body))
                .map(outcome -> answer(outcome, key));
    }

    private Response answer(RolloutOutcome outcome, ServiceKey key) {
        return switch (outcome) {
            case RolloutOutcome.Applied(var applied) -> answers.of(applied, key);
            case RolloutOutcome.NoService _ -> throw ModelProblems.notFound(key);
            case RolloutOutcome.NoRevision(Optional<String> wanted, List<String> kept) ->
                    throw ModelProblems.noRevision(key, wanted, kept);
            case RolloutOutcome.NoCanary(var stored) -> throw ModelProblems.noCanary(stored);
        };
    }

    private Uni<ServiceRevisions> of(ServiceKey key) {
        return revisions.of(key).map(found -> found.orElseThrow(() -> ModelProblems.notFound(key)));
    }

    private static StoredRevision revision(ServiceRevisions found, String name) {
        return found.find(name)
                .orElseThrow(() ->
                        ModelProblems.noRevision(
                                found.service().key(), Optional.of(name), found.names()));
    }

    private RevisionPage page(ServiceRevisions found, int below, int size) {
        Set<String> ready = ready(found);
        List<StoredRevision> behind =
                found.all().stream().filter(each -> each.number() < below).toList();
        List<StoredRevision> items = behind.subList(0, Math.min(size, behind.size()));
        return new RevisionPage(
                items.stream().map(each -> view(each, ready)).toList(),
                behind.size() > size ? items.getLast().name() : null);
    }

    private Set<String> ready(ServiceRevisions found) {
        return statuses.ready(found.service());
    }

    private static RevisionView view(StoredRevision revision, Set<String> ready) {
        return RevisionView.of(revision, ready.contains(revision.name()));
    }
}
