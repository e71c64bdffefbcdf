package io.gantry.registry.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Metadata;
import io.gantry.registry.resource.Preconditions;
import io.gantry.registry.store.Observations;
import io.gantry.registry.store.Origin;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.store.Waiting;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Brings objects of the cluster into the registry, by the same door as everything else.
@ApplicationScoped
class Intake {

    static final String INVALID = "InvalidSpec";
    static final String NAME_TAKEN = "NameTaken";

    private static final String MANAGER = "gantry-kubernetes-bridge";

    private final Resources resources;
    private final Observations observations;

    Intake(Resources resources, Observations observations) {
        this.resources = resources;
        this.observations = observations;
    }

    /// The resource as it is stored, if there is one.
    Optional<StoredResource> stored(ResourceKey key) throws InterruptedException {
        return Waiting.on(() -> resources.find(key));
    }

    /// The resources of a kind that were taken in.
    List<ResourceKey> taken(ClusterKind kind) throws InterruptedException {
        return Waiting.on(() -> observations.keeping(kind.name(), Origin.pattern()));
    }

    /// Has the registry keep what the object says, unless it does so already.
    IntakeOutcome take(ClusterObject object) throws InterruptedException {
        Optional<StoredResource> stored = stored(object.key());
        return switch (Manifests.read(KServeJson.toJson(object.tree())).getFirst()) {
            case Manifest.OfInferenceService(var service) ->
                    take(object, KServeJson.tree(service), stored);
            case Manifest.OfServingRuntime(var runtime) ->
                    take(object, KServeJson.tree(runtime), stored);
            case Manifest.OfOther(ObjectNode resource) -> take(object, resource, stored);
            case Manifest.Unsupported unsupported -> refused(unsupported.why(), stored);
            case Manifest.Mistyped mistyped -> refused(mistyped.why().message(), stored);
            case Manifest.Malformed malformed -> refused(malformed.message(), stored);
        };
    }

    /// Deletes what was taken in. What has become somebody else's meanwhile stays.
    ///
    /// @return whether there was something to delete
    boolean remove(ResourceKey key) throws InterruptedException {
        return Waiting.on(() ->
                resources.at(
                        key,
                        slot ->
                                slot.resource().flatMap(StoredResource::origin).isPresent()
                                        ? resources.delete(slot, Preconditions.none())
                                        : Uni.createFrom().item(new DeleteOutcome.NotFound<>())))
                instanceof DeleteOutcome.Deleted<StoredResource>;
    }

    private IntakeOutcome take(
            ClusterObject object, ObjectNode typed, Optional<StoredResource> stored)
            throws InterruptedException {
        ObjectNode resource = Metadata.asWritten(typed, object.key().namespace());
        if (stored.isPresent() && says(stored.get(), resource, object.origin())) {
            return new IntakeOutcome.Accepted(stored.get(), false);
        }
        return Waiting.on(
                () -> resources.at(object.key(), slot -> take(slot, resource, object.origin())));
    }

    private static boolean says(StoredResource stored, ObjectNode resource, Origin origin) {
        return stored.origin().filter(origin::equals).isPresent()
                && Desired.alike(resource, stored.tree());
    }

    private Uni<IntakeOutcome> take(Slot slot, ObjectNode resource, Origin origin) {
        Optional<StoredResource> old = slot.resource();
        if (old.isPresent() && old.get().origin().isEmpty()) {
            return Uni.createFrom().item(nameTaken());
        }
        return withoutAnother(slot, origin)
                .chain(() ->
                        resources.apply(slot, new Change<>(resource, Change.Intent.APPLY, MANAGER)))
                .map(outcome -> outcome(slot, outcome, origin));
    }

    /// Deletes what came from an earlier object of the name, for which other values may have been
    /// chosen of what cannot be changed.
    private Uni<Void> withoutAnother(Slot slot, Origin origin) {
        boolean another =
                slot.resource()
                        .flatMap(StoredResource::origin)
                        .filter(before -> !before.uid().equals(origin.uid()))
                        .isPresent();
        return another
                ? resources.delete(slot, Preconditions.none()).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private IntakeOutcome outcome(Slot slot, ApplyOutcome<StoredResource> outcome, Origin origin) {
        return switch (outcome) {
            case ApplyOutcome.Created<StoredResource> _ -> accepted(slot, origin, true);
            case ApplyOutcome.Configured<StoredResource> _ -> accepted(slot, origin, true);
            case ApplyOutcome.Unchanged<StoredResource> _ -> accepted(slot, origin, false);
            case ApplyOutcome.Invalid<StoredResource>(List<Violation> violations) ->
                    refused(sentences(violations), slot.resource());
            case ApplyOutcome.AlreadyExists<StoredResource> _,
                    ApplyOutcome.NotFound<StoredResource> _,
                    ApplyOutcome.Conflict<StoredResource> _ ->
                    throw new IllegalStateException(
                            "A change without preconditions came out as " + outcome);
        };
    }

    private IntakeOutcome accepted(Slot slot, Origin origin, boolean written) {
        ObjectNode kept = slot.resource().orElseThrow().kept();
        origin.writeTo(kept);
        resources.keep(slot, kept);
        return new IntakeOutcome.Accepted(slot.resource().orElseThrow(), written);
    }

    /// @param stored what the name stands for now; what is not the cluster's is no part of it
    private static IntakeOutcome refused(String message, Optional<StoredResource> stored) {
        return new IntakeOutcome.Refused(
                INVALID, message, stored.filter(each -> each.origin().isPresent()));
    }

    private static IntakeOutcome nameTaken() {
        return new IntakeOutcome.Refused(
                NAME_TAKEN,
                "A client of the model registry has created a resource of this kind and name; delete"
                        + " one of the two, or give this one another name",
                Optional.empty());
    }

    private static String sentences(List<Violation> violations) {
        return violations.stream().map(Violation::sentence).collect(Collectors.joining(". "));
    }
}
