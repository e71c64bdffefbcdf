package io.gantry.registry.inferenceservice;

import io.gantry.events.Event;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Filter;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Preconditions;
import io.gantry.registry.resource.Range;
import io.gantry.registry.store.Resources;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/// The InferenceServices that should exist, typed.
@ApplicationScoped
public class InferenceServices {

    private final Resources resources;
    private final Outbox outbox;

    InferenceServices(Resources resources, Outbox outbox) {
        this.resources = resources;
        this.outbox = outbox;
    }

    /// Writes a service, and its event.
    public Uni<ApplyOutcome<StoredService>> apply(Change<InferenceService> change) {
        return apply(change, _ -> Optional.empty());
    }

    /// Writes a service, its event, and one that answers, in one transaction.
    public Uni<ApplyOutcome<StoredService>> apply(
            Change<InferenceService> change,
            Function<ApplyOutcome<StoredService>, Optional<Event>> answer) {
        var tree =
                new Change<>(KServeJson.tree(change.resource()), change.intent(), change.manager());
        return resources.at(
                ServiceKey.of(change.resource()).resource(),
                slot ->
                        resources
                                .apply(slot, tree)
                                .map(outcome -> outcome.map(StoredService::of))
                                .call(outcome -> publish(answer.apply(outcome))));
    }

    /// Removes a service, and has everybody take down what belongs to it.
    public Uni<DeleteOutcome<StoredService>> delete(ServiceKey key) {
        return delete(key, _ -> Optional.empty());
    }

    /// Removes a service with an event that answers, in one transaction.
    public Uni<DeleteOutcome<StoredService>> delete(
            ServiceKey key, Function<DeleteOutcome<StoredService>, Optional<Event>> answer) {
        return resources.at(
                key.resource(),
                slot ->
                        resources
                                .delete(slot, Preconditions.none())
                                .map(outcome -> outcome.map(StoredService::of))
                                .call(outcome -> publish(answer.apply(outcome))));
    }

    /// The service of that name, if there is one.
    public Uni<Optional<StoredService>> find(ServiceKey key) {
        return resources.find(key.resource()).map(found -> found.map(StoredService::of));
    }

    /// The services of a range that pass a filter.
    public Uni<Listed<StoredService>> list(Range range, Filter filter) {
        return resources
                .list(InferenceService.KIND, range, filter)
                .map(listed -> listed.map(StoredService::of));
    }

    private Uni<Void> publish(Optional<Event> event) {
        return event.map(outbox::add).orElseGet(() -> Uni.createFrom().voidItem());
    }
}
