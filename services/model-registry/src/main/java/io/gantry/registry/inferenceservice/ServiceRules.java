package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.validate.Validation;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.revision.RevisionPlan;
import io.gantry.registry.store.KindRules;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of an InferenceService makes revisions and an event.
@ApplicationScoped
class ServiceRules implements KindRules {

    private final Publication publication;

    ServiceRules(Publication publication) {
        this.publication = publication;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(InferenceService.KIND);
    }

    @Override
    public Set<String> namesakes() {
        return Publication.namesakes(InferenceService.KIND);
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
        return asksForElse
                ? publication.revise(
                        next,
                        typed(next.tree()),
                        RevisionPlan.Running.DEFAULTS,
                        KServeJson.tree(Defaulting.apply(typed(next.tree()))))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> deleted(StoredResource gone) {
        return publication.withdraw(gone);
    }

    private static InferenceService typed(ObjectNode resource) {
        return KServeJson.read(resource, InferenceService.class);
    }
}
