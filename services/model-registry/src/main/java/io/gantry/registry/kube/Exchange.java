package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.manage.ApplyOutcome.Applied;
import io.gantry.kserve.schema.manage.ApplyOutcome.Conflicted;
import io.gantry.kserve.schema.manage.FieldManagement;
import io.gantry.kserve.schema.manage.Writer;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.kube.Status.Details;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Preconditions;
import io.gantry.registry.resource.Range;
import io.gantry.registry.store.Observations;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.watch.ChangeFeed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Requests about resources, and their answers.
@ApplicationScoped
class Exchange {

    private final Resources resources;
    private final Observations observations;
    private final ChangeFeed feed;

    Exchange(Resources resources, Observations observations, ChangeFeed feed) {
        this.resources = resources;
        this.observations = observations;
        this.feed = feed;
    }

    Uni<Response> create(RequestPath path, WriteOptions options, String body) {
        ObjectNode resource = Bodies.read(body, path);
        refuseVersion(resource);
        List<String> warnings = options.unknownFields().check(resource, path.kind().ofStorage());
        RequestPath one = path.named(Bodies.name(resource));
        return write(one, options, resource, Change.Intent.CREATE)
                .map(outcome -> answer(one, strictly(outcome)))
                .flatMap(answer -> warned(answer, resource, warnings));
    }

    Uni<Response> replace(RequestPath path, WriteOptions options, String body) {
        ObjectNode resource = Bodies.read(body, path);
        refuseOtherName(path, resource);
        List<String> warnings = options.unknownFields().check(resource, path.kind().ofStorage());
        return write(path, options, resource, Change.Intent.REPLACE)
                .map(outcome -> answer(path, outcome))
                .flatMap(answer -> warned(answer, resource, warnings));
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
                            ObjectNode changed =
                                    Bodies.checked(
                                            patch.applied(path.kind().seen(old.seen())), path);
                            refuseOtherName(path, changed);
                            options.unknownFields().check(changed, path.kind().ofStorage());
                            return put(path, slot, change(changed, Change.Intent.REPLACE, options));
                        })
                .map(outcome -> answer(path, outcome));
    }

    /// Server-side apply: the manager's fields become those of the body, and no others change.
    Uni<Response> apply(RequestPath path, WriteOptions options, String body) {
        ObjectNode wanted = Bodies.read(body, path);
        refuseOtherName(path, wanted);
        List<String> warnings = options.unknownFields().check(wanted, path.kind().ofStorage());
        return in(path, options, slot -> apply(path, options, slot, wanted))
                .map(outcome -> Answers.warned(answer(path, outcome), warnings));
    }

    private Uni<Response> warned(Response answer, ObjectNode resource, List<String> unknown) {
        return resources
                .warnings(resource)
                .map(found ->
                        Stream.concat(unknown.stream(), found.stream().map(Violation::sentence))
                                .toList())
                .map(warnings -> Answers.warned(answer, warnings));
    }

    private Uni<ApplyOutcome<StoredResource>> apply(
            RequestPath path, WriteOptions options, Slot slot, ObjectNode wanted) {
        KubeKind kind = path.kind();
        StoredResource old = slot.resource().orElse(null);
        ObjectNode live = old == null ? null : old.seen();
        Writer writer =
                new Writer(
                        String.valueOf(options.manager()),
                        kind.apiVersion(),
                        path.ofStatus() ? "status" : "",
                        Instant.now());
        return switch (new FieldManagement(kind.ofStorage().version())
                .apply(live, wanted, writer, options.force())) {
            case Conflicted conflicted ->
                    throw Failures.ownedByOthers(kind, path.key().name(), conflicted);
            case Applied(ObjectNode merged) when old != null && merged.equals(live) ->
                    Uni.createFrom().item(new ApplyOutcome.Unchanged<>(old));
            case Applied(ObjectNode merged) ->
                    put(
                            path,
                            slot,
                            new Change<>(
                                    Bodies.checked(kind.seen(merged), path),
                                    Change.Intent.APPLY,
                                    null));
        };
    }

    Uni<ObjectNode> get(RequestPath path) {
        return resources
                .find(path.key())
                .map(found ->
                        found.orElseThrow(() -> Failures.notFound(path.kind(), path.key().name())))
                .map(stored -> path.kind().seen(stored.seen()));
    }

    Uni<ObjectNode> list(RequestPath path, MultivaluedMap<String, String> parameters) {
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
                .map(listed ->
                        Answers.json(
                                200,
                                Answers.list(path.kind(), listed, feed.position(), next(listed))));
    }

    private Uni<ApplyOutcome<StoredResource>> write(
            RequestPath path, WriteOptions options, ObjectNode resource, Change.Intent intent) {
        return in(path, options, slot -> put(path, slot, change(resource, intent, options)));
    }

    private static Change<ObjectNode> change(
            ObjectNode resource, Change.Intent intent, WriteOptions options) {
        return new Change<>(resource, intent, options.manager());
    }

    private <T> Uni<T> in(RequestPath path, WriteOptions options, Function<Slot, Uni<T>> work) {
        return in(path, options.rehearsal(), work);
    }

    private <T> Uni<T> in(RequestPath path, boolean rehearsal, Function<Slot, Uni<T>> work) {
        return rehearsal ? resources.rehearse(path.key(), work) : resources.at(path.key(), work);
    }

    private Uni<ApplyOutcome<StoredResource>> put(
            RequestPath path, Slot slot, Change<ObjectNode> change) {
        return path.ofStatus() ? observations.write(slot, change) : resources.apply(slot, change);
    }

    private Uni<DeleteOutcome<StoredResource>> remove(RequestPath path, DeleteOptions options) {
        Preconditions preconditions = options.preconditions();
        return in(path, options.rehearsal(), slot -> resources.delete(slot, preconditions));
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
                    Answers.json(201, kind.seen(stored.seen()));
            case ApplyOutcome.Configured<StoredResource>(var stored) ->
                    Answers.json(200, kind.seen(stored.seen()));
            case ApplyOutcome.Unchanged<StoredResource>(var stored) ->
                    Answers.json(200, kind.seen(stored.seen()));
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
