package io.gantry.registry.kube;

import io.gantry.registry.kube.Status.Details;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Preconditions;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.watch.ChangeFeed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/// Requests that delete resources, and their answers.
@ApplicationScoped
class Deletions {

    private final Resources resources;
    private final Reads reads;
    private final ChangeFeed feed;

    Deletions(Resources resources, Reads reads, ChangeFeed feed) {
        this.resources = resources;
        this.reads = reads;
        this.feed = feed;
    }

    Uni<Response> delete(RequestPath path, DeleteOptions options) {
        return remove(path, options)
                .map(outcome ->
                        switch (outcome) {
                            case DeleteOutcome.Deleted<StoredResource>(StoredResource gone) ->
                                    Answers.json(200, Status.success(details(path, gone)));
                            case DeleteOutcome.NotFound<StoredResource> _ ->
                                    throw Failures.notFound(path.kind(), path.key().name());
                            case DeleteOutcome.Conflict<StoredResource>(var difference) ->
                                    throw Failures.conflict(
                                            path.kind(), path.key().name(), difference);
                        });
    }

    /// Deletes what a list with these parameters would have, and answers with that.
    Uni<Response> deleteAll(
            RequestPath path, DeleteOptions options, MultivaluedMap<String, String> parameters) {
        return reads.listed(path, ListRequest.of(parameters))
                .call(listed ->
                        Multi.createFrom()
                                .iterable(listed.items())
                                .onItem()
                                .transformToUniAndConcatenate(
                                        stored -> remove(path.named(stored.key().name()), options))
                                .toUni())
                .map(listed -> Answers.json(200, Reads.answer(path, listed, feed.position())));
    }

    private Uni<DeleteOutcome<StoredResource>> remove(RequestPath path, DeleteOptions options) {
        Preconditions preconditions = options.preconditions();
        Function<Slot, Uni<DeleteOutcome<StoredResource>>> work =
                slot -> resources.delete(slot, preconditions);
        return options.rehearsal()
                ? resources.rehearse(path.key(), work)
                : resources.at(path.key(), work);
    }

    private static Details details(RequestPath path, StoredResource gone) {
        return Details.of(path.kind(), gone.key().name()).withUid(gone.identity().uid().toString());
    }
}
