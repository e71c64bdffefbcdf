package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.resource.Identity;
import io.gantry.registry.revision.History;
import io.gantry.registry.revision.RevisionPlan;
import io.gantry.registry.store.Namesakes;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.timeline.Timeline;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes revisions and events of what is served, in the transaction that writes it.
@ApplicationScoped
public class Publication {

    /// The kinds that the proxy finds by namespace and name.
    private static final Set<String> KINDS =
            Set.of(InferenceService.KIND, LlmService.KIND, ResourceRules.INFERENCE_GRAPH.kind());

    private final RevisionStore revisions;
    private final Namesakes namesakes;
    private final Outbox outbox;
    private final Timeline timeline;
    private final RegistryConfig.Revisions config;

    Publication(
            RevisionStore revisions,
            Namesakes namesakes,
            Outbox outbox,
            Timeline timeline,
            RegistryConfig config) {
        this.revisions = revisions;
        this.namesakes = namesakes;
        this.outbox = outbox;
        this.timeline = timeline;
        this.config = config.revisions();
    }

    /// The kinds that share their names with a kind that is served.
    public static Set<String> namesakes(String kind) {
        Set<String> others = new HashSet<>(KINDS);
        others.remove(kind);
        return Set.copyOf(others);
    }

    /// Publishes the revisions that follow of a service.
    ///
    /// @param next is told what is kept of it
    /// @param service what it asks for
    /// @param running what its revisions run
    /// @param manifest after defaulting
    public Uni<Void> revise(
            StoredResource next,
            InferenceService service,
            RevisionPlan.Running running,
            ObjectNode manifest) {
        return history(next)
                .flatMap(history -> {
                    RevisionPlan plan =
                            RevisionPlan.of(service, history, config.historyLimit(), running);
                    Kept.of(plan).writeTo(next.kept());
                    return revisions
                            .add(next, plan.created())
                            .chain(() -> revisions.remove(next, plan.pruned()))
                            .chain(() -> tell(next, manifest));
                });
    }

    /// Publishes a service whose revisions stay as they are, since nothing new can be made of it;
    /// nothing while it has none.
    ///
    /// @param next as above
    /// @param manifest as above
    public Uni<Void> keep(StoredResource next, ObjectNode manifest) {
        return history(next)
                .flatMap(history -> {
                    Kept before =
                            next.identity().isFirst()
                                    ? Kept.none(history.lastNumber())
                                    : Kept.of(next.kept());
                    before.writeTo(next.kept());
                    return before.revisions().isEmpty()
                            ? Uni.createFrom().voidItem()
                            : tell(next, manifest);
                });
    }

    /// The revisions of a service that should exist now.
    public static List<Revision> revisions(StoredResource service) {
        return service.identity().isFirst() ? List.of() : Kept.of(service.kept()).revisions();
    }

    /// Has everybody take down what belongs to a service that is deleted.
    public Uni<Void> withdraw(StoredResource gone) {
        Identity identity = gone.identity();
        InferenceServiceDeleted event =
                new InferenceServiceDeleted(
                        gone.key().scope(),
                        gone.key().name(),
                        identity.uid().toString(),
                        identity.generation());
        return revisions.removeAll(gone).chain(() -> tell(identity.version(), event));
    }

    private Uni<Void> tell(StoredResource next, ObjectNode manifest) {
        return tell(
                next.identity().version(),
                new InferenceServiceApplied(
                        next.key().scope(),
                        next.key().name(),
                        next.identity().uid().toString(),
                        next.identity().generation(),
                        Kept.of(next.kept()).revisions(),
                        published(next, manifest)));
    }

    private Uni<Void> tell(long version, InferenceServiceEvent event) {
        return outbox.add(version, event).chain(() -> timeline.asked(event));
    }

    /// Numbers go on counting from those of whatever had the name before.
    private Uni<History> history(StoredResource next) {
        Kept before = Kept.of(next.kept());
        if (!next.identity().isFirst()) {
            return revisions.history(next, before);
        }
        return namesakes
                .of(next.key(), namesakes(next.key().kind()))
                .map(others ->
                        others.stream()
                                .mapToInt(other -> Kept.of(other.kept()).lastRevision())
                                .reduce(before.lastRevision(), Math::max))
                .map(History::none);
    }

    /// With the uid that the object has in the cluster, by which what is made for it can belong to
    /// it there; without one when there is no such object.
    private static ObjectNode published(StoredResource resource, ObjectNode manifest) {
        ObjectNode published = Desired.published(manifest);
        ObjectNode metadata = published.withObject("/metadata");
        metadata.remove("uid");
        resource.origin().ifPresent(origin -> metadata.put("uid", origin.uid()));
        return published;
    }
}
