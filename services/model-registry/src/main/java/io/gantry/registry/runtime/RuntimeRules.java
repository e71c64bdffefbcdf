package io.gantry.registry.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.ServingRuntimeDeleted;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.validate.RuntimeValidation;
import io.gantry.kserve.validate.Violation;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Desired;
import io.gantry.registry.store.KindRules;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of a runtime makes an event, and its priorities must not clash with those of others.
@ApplicationScoped
class RuntimeRules implements KindRules {

    /// What lies in `kept` of a runtime as long as it is the one of a file: SHA-256 of the document
    /// that it was read from.
    static final String FILE_HASH = "fileHash";

    /// Looked up late, because the resources look up their rules.
    private final Instance<Resources> resources;

    private final Outbox outbox;

    RuntimeRules(Instance<Resources> resources, Outbox outbox) {
        this.resources = resources;
        this.outbox = outbox;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(ServingRuntime.KIND, ServingRuntime.CLUSTER_KIND);
    }

    @Override
    public Uni<List<Violation>> violations(ObjectNode resource, @Nullable ObjectNode old) {
        ServingRuntime runtime = typed(resource);
        return resources
                .get()
                .all(RuntimeKeys.of(runtime))
                .map(others ->
                        RuntimeValidation.validate(
                                runtime,
                                old == null ? null : typed(old),
                                others.stream().map(each -> typed(each.tree())).toList()));
    }

    @Override
    public Uni<Void> written(StoredResource next, boolean asksForElse) {
        // Whoever wrote it, it is no file's any more; the offer of a file says otherwise after.
        next.kept().remove(FILE_HASH);
        return asksForElse ? tell(next) : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> deleted(StoredResource gone) {
        gone.kept().remove(FILE_HASH);
        return outbox.add(
                gone.identity().version(),
                new ServingRuntimeDeleted(
                        gone.key().scope(), gone.key().name(), gone.identity().generation()));
    }

    private Uni<Void> tell(StoredResource next) {
        return outbox.add(
                next.identity().version(),
                new ServingRuntimeApplied(
                        next.key().scope(),
                        next.key().name(),
                        next.identity().generation(),
                        Desired.published(next.manifest())));
    }

    private static ServingRuntime typed(ObjectNode resource) {
        return KServeJson.read(resource, ServingRuntime.class);
    }
}
