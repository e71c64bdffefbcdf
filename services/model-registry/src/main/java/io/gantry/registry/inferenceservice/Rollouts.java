package io.gantry.registry.inferenceservice;

import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.inferenceservice.RolloutOutcome.Applied;
import io.gantry.registry.inferenceservice.RolloutOutcome.NoCanary;
import io.gantry.registry.inferenceservice.RolloutOutcome.NoRevision;
import io.gantry.registry.inferenceservice.RolloutOutcome.NoService;
import io.gantry.registry.resource.ApplyOutcome;
import io.gantry.registry.resource.Change;
import io.gantry.registry.revision.History;
import io.gantry.registry.revision.Rollout;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Moves a service's traffic between its revisions, by writing the manifest that asks for it.
@ApplicationScoped
public class Rollouts {

    private final Resources resources;
    private final RevisionStore revisions;

    Rollouts(Resources resources, RevisionStore revisions) {
        this.resources = resources;
        this.revisions = revisions;
    }

    /// Has everything go to a revision that there was, and ends what canaries there are. What has
    /// everything already is left as it is.
    ///
    /// @param revision its name; empty for the one that was rolled out before
    public Uni<RolloutOutcome> back(ServiceKey key, Optional<String> revision) {
        return at(key, (slot, stored) -> back(slot, stored, revision));
    }

    /// Gives the service's newest canary another share of the traffic.
    ///
    /// @param percent 0 to 100; with 100 there is no canary any more
    public Uni<RolloutOutcome> promote(ServiceKey key, int percent) {
        return at(key, (slot, stored) -> promote(slot, stored, percent));
    }

    private Uni<RolloutOutcome> at(
            ServiceKey key, BiFunction<Slot, StoredResource, Uni<RolloutOutcome>> work) {
        return resources.at(
                key.resource(),
                slot ->
                        slot.resource()
                                .map(stored -> work.apply(slot, stored))
                                .orElseGet(() -> Uni.createFrom().item(new NoService())));
    }

    private Uni<RolloutOutcome> back(Slot slot, StoredResource stored, Optional<String> revision) {
        return revisions
                .all(stored)
                .flatMap(rows -> {
                    StoredService service = StoredService.of(stored);
                    Optional<RevisionEntity> target =
                            revision.or(() -> before(service, rows, Kept.of(stored.kept())))
                                    .flatMap(name -> find(name, rows));
                    if (target.isEmpty()) {
                        return Uni.createFrom().item(new NoRevision(revision, names(rows)));
                    }
                    return hasEverything(service, target.get())
                            ? Uni.createFrom()
                                    .item(new Applied(new ApplyOutcome.Unchanged<>(service)))
                            : write(slot, Rollout.to(target.get().source(), service.resource()));
                });
    }

    private Uni<RolloutOutcome> promote(Slot slot, StoredResource stored, int percent) {
        StoredService service = StoredService.of(stored);
        return revisions
                .history(stored, Kept.of(stored.kept()))
                .flatMap(history ->
                        Rollout.promoted(service.resource(), history, percent)
                                .map(next -> write(slot, next))
                                .orElseGet(() -> Uni.createFrom().item(new NoCanary(service))));
    }

    private Uni<RolloutOutcome> write(Slot slot, InferenceService next) {
        return resources
                .apply(slot, new Change<>(KServeJson.tree(next), Change.Intent.REPLACE, "gantry"))
                .map(outcome -> new Applied(outcome.map(StoredService::of)));
    }

    private static Optional<String> before(
            StoredService service, List<RevisionEntity> rows, Kept kept) {
        History history = RevisionStore.history(rows, kept);
        return history.before(service.resource())
                .map(number -> Revision.nameOf(service.key().name(), number));
    }

    private static boolean hasEverything(StoredService service, RevisionEntity target) {
        return service.revisions().size() == 1
                && service.revisions().getFirst().number() == target.key.number();
    }

    private static Optional<RevisionEntity> find(String name, List<RevisionEntity> rows) {
        return rows.stream().filter(row -> row.revision().equals(name)).findFirst();
    }

    private static List<String> names(List<RevisionEntity> rows) {
        return rows.reversed().stream().map(RevisionEntity::revision).toList();
    }
}
