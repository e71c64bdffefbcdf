package io.gantry.registry.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.registry.resource.Change;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.Slot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// The runtimes that files offer.
@ApplicationScoped
class Runtimes {

    private final Resources resources;

    Runtimes(Resources resources) {
        this.resources = resources;
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
}
