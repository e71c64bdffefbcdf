package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.validate.Validation;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Identity;
import io.gantry.registry.revision.History;
import io.gantry.registry.revision.RevisionPlan;
import io.gantry.registry.store.KindRules;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.timeline.Timeline;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of an InferenceService makes revisions and an event.
@ApplicationScoped
class ServiceRules implements KindRules {

    private final RevisionStore revisions;
    private final Outbox outbox;
    private final Timeline timeline;
    private final RegistryConfig config;

    ServiceRules(RevisionStore revisions, Outbox outbox, Timeline timeline, RegistryConfig config) {
        this.revisions = revisions;
        this.outbox = outbox;
        this.timeline = timeline;
        this.config = config;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(InferenceService.KIND);
    }

    @Override
    public Uni<List<Violation>> violations(ObjectNode resource, @Nullable ObjectNode old) {
        return Uni.createFrom()
                .item(Validation.validate(typed(resource), old == null ? null : typed(old)));
    }

    @Override
    public Uni<List<Violation>> warnings(ObjectNode resource) {
        return Uni.createFrom().item(Validation.warnings(typed(resource)));
    }

    @Override
    public Uni<Void> written(StoredResource next, boolean asksForElse) {
        return asksForElse ? revise(next) : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> deleted(StoredResource gone) {
        Identity identity = gone.identity();
        InferenceServiceDeleted event =
                new InferenceServiceDeleted(
                        gone.key().scope(),
                        gone.key().name(),
                        identity.uid().toString(),
                        identity.generation());
        return revisions.removeAll(gone).chain(() -> tell(identity.version(), event));
    }

    private Uni<Void> tell(long version, InferenceServiceEvent event) {
        return outbox.add(version, event).chain(() -> timeline.asked(event));
    }

    private Uni<Void> revise(StoredResource next) {
        return history(next)
                .flatMap(history -> {
                    int limit = config.revisions().historyLimit();
                    RevisionPlan plan = RevisionPlan.of(typed(next.tree()), history, limit);
                    Kept.of(plan).writeTo(next.kept());
                    return revisions
                            .add(next, plan.created())
                            .chain(() -> revisions.remove(next, plan.pruned()))
                            .chain(() -> tell(next.identity().version(), applied(next)));
                });
    }

    private Uni<History> history(StoredResource next) {
        Kept before = Kept.of(next.kept());
        return next.identity().isFirst()
                ? Uni.createFrom().item(History.none(before.lastRevision()))
                : revisions.history(next, before);
    }

    private static InferenceServiceApplied applied(StoredResource resource) {
        StoredService service = StoredService.of(resource);
        return new InferenceServiceApplied(
                service.key().namespace(),
                service.key().name(),
                service.uid().toString(),
                service.generation(),
                service.revisions(),
                manifest(resource, service));
    }

    /// With the uid that the object has in the cluster, by which what is made for it can belong to
    /// it there; without one when there is no such object.
    private static ObjectNode manifest(StoredResource resource, StoredService service) {
        ObjectNode manifest = Desired.published(Defaulting.apply(service.resource()));
        ObjectNode metadata = manifest.withObject("/metadata");
        metadata.remove("uid");
        resource.origin().ifPresent(origin -> metadata.put("uid", origin.uid()));
        return manifest;
    }

    private static InferenceService typed(ObjectNode resource) {
        return KServeJson.read(resource, InferenceService.class);
    }
}
