package io.gantry.registry.inferenceservice;

import io.gantry.events.Event;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.validate.Validation;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Verdict;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// The InferenceServices that should exist.
@ApplicationScoped
public class InferenceServices {

    private final ServiceStore services;
    private final ServiceWriter writer;
    private final Outbox outbox;

    InferenceServices(ServiceStore services, ServiceWriter writer, Outbox outbox) {
        this.services = services;
        this.writer = writer;
        this.outbox = outbox;
    }

    /// Writes a service, and its event.
    public Uni<ApplyOutcome<StoredService>> apply(Change<InferenceService> change) {
        return apply(change, outcome -> Optional.empty());
    }

    /// Writes a service, its event, and one that answers, in one transaction.
    public Uni<ApplyOutcome<StoredService>> apply(
            Change<InferenceService> change,
            Function<ApplyOutcome<StoredService>, Optional<Event>> answer) {
        return Panache.withTransaction(() ->
                        services.locked(ServiceKey.of(change.resource()))
                                .flatMap(row -> decide(change, row))
                                .call(outcome -> publish(answer.apply(outcome))))
                // Somebody else has created it meanwhile; the second look finds it.
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(1)
                .invoke(outbox::committed);
    }

    /// Removes a service, and has everybody take down what belongs to it.
    public Uni<DeleteOutcome<StoredService>> delete(ServiceKey key) {
        return delete(key, outcome -> Optional.empty());
    }

    /// Removes a service with an event that answers, in one transaction.
    public Uni<DeleteOutcome<StoredService>> delete(
            ServiceKey key, Function<DeleteOutcome<StoredService>, Optional<Event>> answer) {
        return Panache.withTransaction(() ->
                        services.locked(key)
                                .flatMap(this::remove)
                                .call(outcome -> publish(answer.apply(outcome))))
                .invoke(outbox::committed);
    }

    /// The service of that name, if there is one.
    public Uni<Optional<StoredService>> find(ServiceKey key) {
        return Panache.withSession(() ->
                services.present(key)
                        .map(row -> Optional.ofNullable(row).map(ServiceRows::stored)));
    }

    /// The services of a range, and how far all resources had come before.
    public Uni<Listed<StoredService>> list(Range range) {
        return Panache.withTransaction(() ->
                outbox.version()
                        .flatMap(version ->
                                services.page(range)
                                        .map(rows -> rows.stream().map(ServiceRows::stored))
                                        .map(found -> Listed.of(found.toList(), range, version))));
    }

    private Uni<ApplyOutcome<StoredService>> decide(
            Change<InferenceService> change, @Nullable InferenceServiceEntity row) {
        StoredService old = row == null || !row.present() ? null : ServiceRows.stored(row);
        return Verdict.of(change, old, () -> rules(change.resource(), old))
                .map(Uni.createFrom()::item)
                .orElseGet(() -> write(change.resource(), row, old));
    }

    private static List<Violation> rules(InferenceService resource, @Nullable StoredService old) {
        return Validation.validate(resource, old == null ? null : old.resource());
    }

    private Uni<ApplyOutcome<StoredService>> write(
            InferenceService resource,
            @Nullable InferenceServiceEntity row,
            @Nullable StoredService old) {
        if (row == null || old == null) {
            return writer.create(resource, row).map(ApplyOutcome.Created<StoredService>::new);
        }
        return (Desired.same(resource, old.resource())
                        ? writer.rewrite(resource, row)
                        : writer.change(resource, row))
                .map(ApplyOutcome.Configured<StoredService>::new);
    }

    private Uni<DeleteOutcome<StoredService>> remove(@Nullable InferenceServiceEntity row) {
        if (row == null || !row.present()) {
            return Uni.createFrom().item(new DeleteOutcome.NotFound<>());
        }
        StoredService old = ServiceRows.stored(row);
        return writer.delete(row).map(generation -> new DeleteOutcome.Deleted<>(old, generation));
    }

    private Uni<Void> publish(Optional<Event> event) {
        return event.map(outbox::add).orElseGet(() -> Uni.createFrom().voidItem());
    }
}
