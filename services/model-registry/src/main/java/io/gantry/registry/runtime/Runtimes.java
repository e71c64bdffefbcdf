package io.gantry.registry.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.registry.resource.Change;
import io.gantry.registry.resource.Listed;
import io.gantry.registry.resource.Range;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The runtimes, typed.
@ApplicationScoped
public class Runtimes {

    private final Resources resources;

    Runtimes(Resources resources) {
        this.resources = resources;
    }

    /// The runtimes of a namespace, or of the cluster when that is null, by name.
    ///
    /// @param after the name behind which they start; null for the beginning
    public Uni<Listed<ServingRuntime>> list(
            @Nullable String namespace, @Nullable String after, int limit) {
        ResourceKey start = RuntimeKeys.of(namespace, after == null ? "" : after);
        Range.Position position = new Range.Position(start.scope(), start.name());
        return resources
                .list(start.kind(), new Range(start.scope(), position, limit))
                .map(listed -> listed.map(Runtimes::typed));
    }

    /// All that a namespace can use.
    public Uni<RuntimeCatalog> catalog(String namespace) {
        return all(namespace)
                .flatMap(own -> all(null).map(cluster -> new RuntimeCatalog(own, cluster)));
    }

    private Uni<List<ServingRuntime>> all(@Nullable String namespace) {
        ResourceKey any = RuntimeKeys.of(namespace, "");
        return resources
                .list(any.kind(), Range.all(any.scope()))
                .map(listed -> listed.items().stream().map(Runtimes::typed).toList());
    }

    /// The runtime of a namespace, or of the cluster when that is null, if there is one.
    public Uni<Optional<ServingRuntime>> find(@Nullable String namespace, String name) {
        return resources
                .find(RuntimeKeys.of(namespace, name))
                .map(found -> found.map(Runtimes::typed));
    }

    /// Writes the runtime of a file, unless it is a user's or the file is the one it came from.
    ///
    /// @param hash SHA-256 of the runtime's document
    Uni<OfferOutcome> offer(ServingRuntime runtime, String hash) {
        ObjectNode kept = KServeJson.mapper().createObjectNode().put(RuntimeRules.FILE_HASH, hash);
        return resources.at(
                RuntimeKeys.of(runtime),
                slot ->
                        refusal(slot, hash)
                                .map(Uni.createFrom()::item)
                                .orElseGet(() ->
                                        resources
                                                .apply(slot, change(runtime))
                                                .invoke(() -> resources.keep(slot, kept))
                                                .map(OfferOutcome.Applied::new)));
    }

    private static Change<ObjectNode> change(ServingRuntime runtime) {
        return new Change<>(KServeJson.tree(runtime), Change.Intent.APPLY, "gantry");
    }

    private static Optional<OfferOutcome> refusal(Slot slot, String hash) {
        if (!slot.used()) {
            return Optional.empty();
        }
        String known =
                slot.resource()
                        .map(stored -> stored.kept().path(RuntimeRules.FILE_HASH).asText(""))
                        .orElse("");
        if (known.isEmpty()) {
            return Optional.of(new OfferOutcome.LeftAlone());
        }
        return known.equals(hash) ? Optional.of(new OfferOutcome.Known()) : Optional.empty();
    }

    private static ServingRuntime typed(StoredResource stored) {
        return KServeJson.read(stored.tree(), ServingRuntime.class);
    }
}
