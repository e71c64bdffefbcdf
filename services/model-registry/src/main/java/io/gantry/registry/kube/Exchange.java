package io.gantry.registry.kube;

import io.gantry.events.Keys;
import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.ObjectMeta;
import io.gantry.registry.kube.Status.Details;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Stored;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Requests about resources of one kind, and their answers.
final class Exchange<R extends KServeResource, S extends Stored<R>> {

    private final Objects<R, S> objects;
    private final KubeKind kind;

    Exchange(Objects<R, S> objects) {
        this.objects = objects;
        this.kind = objects.kind();
    }

    /// @param namespace null for what belongs to no namespace
    Uni<Response> create(@Nullable String namespace, String body) {
        R resource = Bodies.read(body, objects, namespace);
        refuseVersion(resource);
        return objects.apply(new Change<>(resource, Change.Intent.CREATE))
                .map(outcome -> answer(strictly(outcome), resource.name()));
    }

    /// @param namespace null for what belongs to no namespace
    Uni<Response> replace(@Nullable String namespace, String name, String body) {
        R resource = Bodies.read(body, objects, namespace);
        if (!resource.name().equals(name)) {
            throw Failures.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s); make them the same"
                            .formatted(resource.name(), name));
        }
        return objects.apply(new Change<>(resource, Change.Intent.REPLACE))
                .map(outcome -> answer(outcome, name));
    }

    Uni<Response> get(String scope, String name) {
        return objects.find(scope, name)
                .map(found -> found.orElseThrow(() -> Failures.notFound(kind, name)))
                .map(stored -> Answers.json(200, objects.seen(stored)));
    }

    Uni<Response> list(@Nullable String scope, MultivaluedMap<String, String> parameters) {
        ListRequest request = ListRequest.of(parameters);
        return objects.list(request.range(scope))
                .map(found -> request.selective() ? selected(found, request, scope) : found)
                .map(this::answer);
    }

    Uni<Response> delete(String scope, String name) {
        return objects.delete(scope, name)
                .map(outcome ->
                        switch (outcome) {
                            case DeleteOutcome.Deleted<S> deleted ->
                                    Answers.json(200, Status.success(details(deleted.stored())));
                            case DeleteOutcome.NotFound<S> _ -> throw Failures.notFound(kind, name);
                        });
    }

    /// Kubernetes refuses also what is there with the same content.
    private static <S> ApplyOutcome<S> strictly(ApplyOutcome<S> outcome) {
        return outcome instanceof ApplyOutcome.Unchanged<S>(S stored)
                ? new ApplyOutcome.AlreadyExists<>(stored)
                : outcome;
    }

    private void refuseVersion(R resource) {
        ObjectMeta metadata = resource.metadata();
        String version = metadata == null ? null : metadata.resourceVersion();
        if (version != null && !version.isEmpty()) {
            throw Failures.badRequest(
                    "resourceVersion should not be set on objects to be created (metadata.resourceVersion is %s); leave it out, or PUT to replace the object"
                            .formatted(version));
        }
    }

    private Response answer(ApplyOutcome<S> outcome, String name) {
        return switch (outcome) {
            case ApplyOutcome.Created<S>(S stored) -> Answers.json(201, objects.seen(stored));
            case ApplyOutcome.Configured<S>(S stored) -> Answers.json(200, objects.seen(stored));
            case ApplyOutcome.Unchanged<S>(S stored) -> Answers.json(200, objects.seen(stored));
            case ApplyOutcome.AlreadyExists<S> _ -> throw Failures.alreadyExists(kind, name);
            case ApplyOutcome.NotFound<S> _ -> throw Failures.notFound(kind, name);
            case ApplyOutcome.Conflict<S>(String field, String given, String found) ->
                    throw Failures.conflict(
                            kind,
                            name,
                            "metadata.%s is %s here and %s in the request"
                                    .formatted(field, found, given));
            case ApplyOutcome.Invalid<S> invalid ->
                    throw Failures.invalid(kind, name, invalid.violations());
        };
    }

    private Listed<S> selected(Listed<S> found, ListRequest request, @Nullable String scope) {
        List<S> matching =
                found.items().stream()
                        .filter(stored -> {
                            ObjectMeta metadata = stored.resource().metadata();
                            return metadata != null && request.selector().matches(metadata);
                        })
                        .toList();
        return Listed.of(matching, request.page(scope), found.version());
    }

    private Response answer(Listed<S> listed) {
        String next = listed.more() ? token(listed.items().getLast()) : null;
        return Answers.list(
                kind, listed.version(), next, listed.items().stream().map(objects::seen).toList());
    }

    private String token(S last) {
        String namespace = last.resource().namespace();
        return ContinueToken.of(
                new Range.Position(
                        namespace == null ? Keys.CLUSTER_SCOPE : namespace,
                        last.resource().name()));
    }

    private Details details(S stored) {
        ObjectMeta metadata = stored.resource().metadata();
        return Details.of(kind, stored.resource().name())
                .withUid(metadata == null ? null : metadata.uid());
    }
}
