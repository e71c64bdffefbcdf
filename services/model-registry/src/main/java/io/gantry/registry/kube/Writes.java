package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.manage.ApplyOutcome.Applied;
import io.gantry.kserve.schema.manage.ApplyOutcome.Conflicted;
import io.gantry.kserve.schema.manage.FieldManagement;
import io.gantry.kserve.schema.manage.Writer;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.store.Observations;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Requests that write resources, in each of the ways that Kubernetes has, and their answers.
@ApplicationScoped
class Writes {

    private final Resources resources;
    private final Observations observations;

    Writes(Resources resources, Observations observations) {
        this.resources = resources;
        this.observations = observations;
    }

    Uni<Response> create(RequestPath path, WriteOptions options, String body) {
        ObjectNode resource = Bodies.read(body, path);
        refuseVersion(resource);
        RequestPath one = path.named(Bodies.name(resource));
        return in(one, options, slot -> put(one, slot, resource, Change.Intent.CREATE, options))
                .flatMap(written -> answer(one, written.strictly()));
    }

    Uni<Response> replace(RequestPath path, WriteOptions options, String body) {
        ObjectNode resource = Bodies.read(body, path);
        refuseOtherName(path, resource);
        return in(path, options, slot -> put(path, slot, resource, Change.Intent.REPLACE, options))
                .flatMap(written -> answer(path, written));
    }

    Uni<Response> patch(RequestPath path, WriteOptions options, Patch patch) {
        return in(path, options, slot -> patch(path, slot, options, patch))
                .flatMap(written -> answer(path, written));
    }

    /// Server-side apply: the manager's fields become those of the body, and no others change.
    Uni<Response> apply(RequestPath path, WriteOptions options, String body) {
        ObjectNode wanted = Bodies.read(body, path);
        refuseOtherName(path, wanted);
        List<String> unknown = options.unknownFields().check(wanted, path.kind().ofStorage());
        return in(path, options, slot -> apply(path, options, slot, wanted))
                .flatMap(outcome -> answer(path, new Written(outcome, unknown)));
    }

    private <T> Uni<T> in(RequestPath path, WriteOptions options, Function<Slot, Uni<T>> work) {
        return options.rehearsal()
                ? resources.rehearse(path.key(), work)
                : resources.at(path.key(), work);
    }

    private Uni<Written> patch(RequestPath path, Slot slot, WriteOptions options, Patch patch) {
        StoredResource old =
                slot.resource()
                        .orElseThrow(() -> Failures.notFound(path.kind(), path.key().name()));
        ObjectNode changed = Bodies.checked(patch.applied(path.kind().seen(old.seen())), path);
        refuseOtherName(path, changed);
        return put(path, slot, changed, Change.Intent.REPLACE, options);
    }

    private Uni<Written> put(
            RequestPath path,
            Slot slot,
            ObjectNode resource,
            Change.Intent intent,
            WriteOptions options) {
        List<String> unknown = options.unknownFields().check(resource, path.kind().ofStorage());
        return put(path, slot, new Change<>(resource, intent, options.manager()))
                .map(outcome -> new Written(outcome, unknown));
    }

    private Uni<ApplyOutcome<StoredResource>> put(
            RequestPath path, Slot slot, Change<ObjectNode> change) {
        return path.ofStatus() ? observations.write(slot, change) : resources.apply(slot, change);
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

    /// The resource as it is now, with warnings of what will not work as written.
    private Uni<Response> answer(RequestPath path, Written written) {
        StoredResource stored = stored(path, written.outcome());
        int status = written.outcome() instanceof ApplyOutcome.Created ? 201 : 200;
        Response answer = Answers.json(status, path.kind().seen(stored.seen()));
        return resources
                .warnings(stored.tree())
                .map(found ->
                        Stream.concat(
                                        written.unknown().stream(),
                                        found.stream().map(Violation::sentence))
                                .toList())
                .map(warnings -> Answers.warned(answer, warnings));
    }

    private static StoredResource stored(RequestPath path, ApplyOutcome<StoredResource> outcome) {
        KubeKind kind = path.kind();
        return switch (outcome) {
            case ApplyOutcome.Created<StoredResource>(var stored) -> stored;
            case ApplyOutcome.Configured<StoredResource>(var stored) -> stored;
            case ApplyOutcome.Unchanged<StoredResource>(var stored) -> stored;
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

    /// What became of a write.
    ///
    /// @param unknown warnings of fields that the kind does not have
    private record Written(ApplyOutcome<StoredResource> outcome, List<String> unknown) {

        /// Kubernetes refuses also what is there with the same content.
        Written strictly() {
            return outcome instanceof ApplyOutcome.Unchanged<StoredResource>(StoredResource stored)
                    ? new Written(new ApplyOutcome.AlreadyExists<>(stored), unknown)
                    : this;
        }
    }
}
