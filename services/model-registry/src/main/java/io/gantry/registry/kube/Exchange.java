package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.registry.kube.Status.Details;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Preconditions;
import io.gantry.registry.resource.Range;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.watch.ChangeFeed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Requests about resources, and their answers.
@ApplicationScoped
class Exchange {

    private final Resources resources;
    private final ChangeFeed feed;

    Exchange(Resources resources, ChangeFeed feed) {
        this.resources = resources;
        this.feed = feed;
    }

    Uni<Response> create(RequestPath path, WriteOptions options, String body) {
        ObjectNode resource = Bodies.read(body, path);
        refuseVersion(resource);
        RequestPath one = path.named(Bodies.name(resource));
        return write(one, options, resource, Change.Intent.CREATE)
                .map(outcome -> answer(one, strictly(outcome)));
    }

    Uni<Response> replace(RequestPath path, WriteOptions options, String body) {
        ObjectNode resource = Bodies.read(body, path);
        refuseOtherName(path, resource);
        return write(path, options, resource, Change.Intent.REPLACE)
                .map(outcome -> answer(path, outcome));
    }

    Uni<Response> patch(RequestPath path, WriteOptions options, Patch patch) {
        return in(
                        path,
                        options,
                        slot -> {
                            StoredResource old =
                                    slot.resource()
                                            .orElseThrow(() ->
                                                    Failures.notFound(
                                                            path.kind(), path.key().name()));
                            ObjectNode changed = Bodies.checked(patch.applied(old.seen()), path);
                            refuseOtherName(path, changed);
                            return put(path, slot, new Change<>(changed, Change.Intent.REPLACE));
                        })
                .map(outcome -> answer(path, outcome));
    }

    Uni<Response> get(RequestPath path) {
        return resources
                .find(path.key())
                .map(found ->
                        found.orElseThrow(() -> Failures.notFound(path.kind(), path.key().name())))
                .map(stored -> Answers.json(200, stored.seen()));
    }

    Uni<Response> list(RequestPath path, MultivaluedMap<String, String> parameters) {
        // Before the list is read, so that a watch from there misses nothing.
        long version = feed.position();
        return listed(path, ListRequest.of(parameters))
                .map(listed -> Answers.list(path.kind(), listed, version, next(listed)));
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
        return listed(path, ListRequest.of(parameters))
                .call(listed ->
                        Multi.createFrom()
                                .iterable(listed.items())
                                .onItem()
                                .transformToUniAndConcatenate(
                                        stored -> remove(path.named(stored.key().name()), options))
                                .toUni())
                .map(listed -> Answers.list(path.kind(), listed, feed.position(), next(listed)));
    }

    private Uni<ApplyOutcome<StoredResource>> write(
            RequestPath path, WriteOptions options, ObjectNode resource, Change.Intent intent) {
        return in(path, options, slot -> put(path, slot, new Change<>(resource, intent)));
    }

    private <T> Uni<T> in(RequestPath path, WriteOptions options, Function<Slot, Uni<T>> work) {
        return options.rehearsal()
                ? resources.rehearse(path.key(), work)
                : resources.at(path.key(), work);
    }

    private Uni<ApplyOutcome<StoredResource>> put(
            RequestPath path, Slot slot, Change<ObjectNode> change) {
        return path.ofStatus() ? resources.observe(slot, change) : resources.apply(slot, change);
    }

    private Uni<DeleteOutcome<StoredResource>> remove(RequestPath path, DeleteOptions options) {
        Preconditions preconditions = options.preconditions();
        return in(
                path,
                new WriteOptions(options.rehearsal()),
                slot -> resources.delete(slot, preconditions));
    }

    private Uni<Listed<StoredResource>> listed(RequestPath path, ListRequest request) {
        return resources
                .list(path.kind().kind(), request.range(path.place()))
                .map(found -> request.selective() ? selected(found, request, path.place()) : found);
    }

    /// Kubernetes refuses also what is there with the same content.
    private static ApplyOutcome<StoredResource> strictly(ApplyOutcome<StoredResource> outcome) {
        return outcome instanceof ApplyOutcome.Unchanged<StoredResource>(StoredResource stored)
                ? new ApplyOutcome.AlreadyExists<>(stored)
                : outcome;
    }

    private static void refuseVersion(ObjectNode resource) {
        String version = resource.path("metadata").path("resourceVersion").asText("");
        if (!version.isEmpty()) {
            throw Failures.badRequest(
                    "resourceVersion should not be set on objects to be created (metadata.resourceVersion is %s); leave it out, or PUT to replace the object"
                            .formatted(version));
        }
    }

    private static void refuseOtherName(RequestPath path, ObjectNode resource) {
        String name = Bodies.name(resource);
        if (!name.equals(path.key().name())) {
            throw Failures.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s); make them the same"
                            .formatted(name, path.key().name()));
        }
    }

    private static Response answer(RequestPath path, ApplyOutcome<StoredResource> outcome) {
        KubeKind kind = path.kind();
        return switch (outcome) {
            case ApplyOutcome.Created<StoredResource>(var stored) ->
                    Answers.json(201, stored.seen());
            case ApplyOutcome.Configured<StoredResource>(var stored) ->
                    Answers.json(200, stored.seen());
            case ApplyOutcome.Unchanged<StoredResource>(var stored) ->
                    Answers.json(200, stored.seen());
            case ApplyOutcome.AlreadyExists<StoredResource> _ ->
                    throw Failures.alreadyExists(kind, path.key().name());
            case ApplyOutcome.NotFound<StoredResource> _ ->
                    throw Failures.notFound(kind, path.key().name());
            case ApplyOutcome.Conflict<StoredResource>(var difference) ->
                    throw Failures.conflict(kind, path.key().name(), difference);
            case ApplyOutcome.Invalid<StoredResource> invalid ->
                    throw Failures.invalid(kind, path.key().name(), invalid.violations());
        };
    }

    private static Listed<StoredResource> selected(
            Listed<StoredResource> found, ListRequest request, @Nullable String place) {
        List<StoredResource> matching =
                found.items().stream().filter(stored -> matches(request, stored)).toList();
        return Listed.of(matching, request.page(place));
    }

    private static boolean matches(ListRequest request, StoredResource stored) {
        return request.selector().matches(Bodies.metadata(stored.manifest()));
    }

    private static @Nullable String next(Listed<StoredResource> listed) {
        if (!listed.more()) {
            return null;
        }
        StoredResource last = listed.items().getLast();
        return ContinueToken.of(new Range.Position(last.key().scope(), last.key().name()));
    }

    private static Details details(RequestPath path, StoredResource gone) {
        return Details.of(path.kind(), gone.key().name()).withUid(gone.identity().uid().toString());
    }
}
