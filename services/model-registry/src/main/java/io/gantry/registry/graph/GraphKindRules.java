package io.gantry.registry.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.InferenceGraphApplied;
import io.gantry.events.InferenceGraphDeleted;
import io.gantry.events.InferenceGraphEvent;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.kserve.rules.Change;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.kserve.rules.Stored;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.inferenceservice.Publication;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.store.KindRules;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of a graph makes an event.
@ApplicationScoped
class GraphKindRules implements KindRules {

    private static final ResourceRules RULES = ResourceRules.INFERENCE_GRAPH;

    private final Outbox outbox;

    GraphKindRules(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(RULES.kind());
    }

    /// The proxy has one name for both.
    @Override
    public Set<String> namesakes() {
        return Publication.namesakes(RULES.kind());
    }

    @Override
    public Uni<List<Violation>> violations(ObjectNode resource, @Nullable ObjectNode old) {
        return Uni.createFrom().item(RULES.validate(new Change(resource, old, Stored.NOTHING)));
    }

    @Override
    public Uni<List<Violation>> warnings(ObjectNode resource) {
        return Uni.createFrom().item(RULES.warnings(new Change(resource, null, Stored.NOTHING)));
    }

    @Override
    public Uni<Void> written(StoredResource next, boolean asksForElse) {
        return asksForElse
                ? outbox.add(
                        next.identity().version(), isStopped(next) ? gone(next) : applied(next))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> deleted(StoredResource gone) {
        return outbox.add(gone.identity().version(), gone(gone));
    }

    private static boolean isStopped(StoredResource graph) {
        return Annotations.stopped(graph.manifest());
    }

    private static InferenceGraphEvent applied(StoredResource graph) {
        return new InferenceGraphApplied(
                graph.key().scope(),
                graph.key().name(),
                graph.identity().uid().toString(),
                graph.identity().generation(),
                graph.manifest().path("spec"));
    }

    private static InferenceGraphEvent gone(StoredResource graph) {
        return new InferenceGraphDeleted(
                graph.key().scope(),
                graph.key().name(),
                graph.identity().uid().toString(),
                graph.identity().generation());
    }
}
