package io.gantry.registry.runtime;

import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.validate.RuntimeValidation;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.DeleteOutcome;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.gantry.registry.resource.Verdict;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// The runtimes that should exist.
@ApplicationScoped
public class Runtimes {

    private final RuntimeStore store;
    private final RuntimeWriter writer;
    private final Outbox outbox;

    Runtimes(RuntimeStore store, RuntimeWriter writer, Outbox outbox) {
        this.store = store;
        this.writer = writer;
        this.outbox = outbox;
    }

    /// Writes a runtime, and its event.
    public Uni<ApplyOutcome<StoredRuntime>> apply(Change<ServingRuntime> change) {
        return written(() ->
                store.locked(RuntimeKey.of(change.resource()))
                        .flatMap(row -> decide(change, row, null)));
    }

    /// Writes the runtime of a file, unless the row is a user's or the file is the one it came
    /// from.
    ///
    /// @param hash SHA-256 of the runtime's document
    Uni<OfferOutcome> offer(ServingRuntime runtime, String hash) {
        return written(() ->
                store.locked(RuntimeKey.of(runtime))
                        .flatMap(row ->
                                refusal(row, hash)
                                        .map(Uni.createFrom()::item)
                                        .orElseGet(() ->
                                                decide(apply(runtime), row, hash)
                                                        .map(OfferOutcome.Applied::new))));
    }

    /// Removes a runtime; models that run by it go on until they are changed.
    public Uni<DeleteOutcome<StoredRuntime>> delete(RuntimeKey key) {
        return written(() -> store.locked(key).flatMap(this::remove));
    }

    /// The runtime of that name, if there is one.
    public Uni<Optional<StoredRuntime>> find(RuntimeKey key) {
        return Panache.withSession(() ->
                store.present(key).map(row -> Optional.ofNullable(row).map(RuntimeRows::stored)));
    }

    /// The runtimes of a range; without a scope those of all namespaces, not of the cluster.
    public Uni<Listed<StoredRuntime>> list(Range range) {
        return Panache.withTransaction(() ->
                outbox.version()
                        .flatMap(version ->
                                stored(range).map(found -> Listed.of(found, range, version))));
    }

    private <T> Uni<T> written(Supplier<Uni<T>> work) {
        return Panache.withTransaction(work)
                // Somebody else has created it meanwhile; the second look finds it.
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(1)
                .invoke(outbox::committed);
    }

    private static Optional<OfferOutcome> refusal(@Nullable RuntimeEntity row, String hash) {
        if (row == null) {
            return Optional.empty();
        }
        if (row.fileHash == null) {
            return Optional.of(new OfferOutcome.LeftAlone());
        }
        return Objects.equals(row.fileHash, hash)
                ? Optional.of(new OfferOutcome.Known())
                : Optional.empty();
    }

    private static Change<ServingRuntime> apply(ServingRuntime runtime) {
        return new Change<>(runtime, Change.Intent.APPLY);
    }

    private Uni<ApplyOutcome<StoredRuntime>> decide(
            Change<ServingRuntime> change, @Nullable RuntimeEntity row, @Nullable String fileHash) {
        StoredRuntime old = row == null || !row.present() ? null : RuntimeRows.stored(row);
        ServingRuntime oldResource = old == null ? null : old.resource();
        return others(change.resource())
                .flatMap(others ->
                        Verdict.of(
                                        change,
                                        old,
                                        () ->
                                                RuntimeValidation.validate(
                                                        change.resource(), oldResource, others))
                                .map(Uni.createFrom()::item)
                                .orElseGet(() -> write(change.resource(), row, fileHash)));
    }

    private Uni<ApplyOutcome<StoredRuntime>> write(
            ServingRuntime runtime, @Nullable RuntimeEntity row, @Nullable String fileHash) {
        boolean isNew = row == null || !row.present();
        return writer.write(runtime, row, fileHash)
                .map(stored ->
                        isNew
                                ? new ApplyOutcome.Created<>(stored)
                                : new ApplyOutcome.Configured<>(stored));
    }

    private Uni<DeleteOutcome<StoredRuntime>> remove(@Nullable RuntimeEntity row) {
        if (row == null || !row.present()) {
            return Uni.createFrom().item(new DeleteOutcome.NotFound<>());
        }
        StoredRuntime old = RuntimeRows.stored(row);
        return writer.delete(row).map(generation -> new DeleteOutcome.Deleted<>(old, generation));
    }

    /// The runtimes whose priorities must not clash with this one's.
    private Uni<List<ServingRuntime>> others(ServingRuntime runtime) {
        return stored(Range.all(RuntimeKey.of(runtime).scope()))
                .map(found -> found.stream().map(StoredRuntime::resource).toList());
    }

    private Uni<List<StoredRuntime>> stored(Range range) {
        return store.page(range).map(rows -> rows.stream().map(RuntimeRows::stored).toList());
    }
}
