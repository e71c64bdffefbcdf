package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.registry.resource.Identity;
import io.gantry.registry.resource.Metadata;
import io.gantry.registry.resource.Stored;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A resource as the registry has it. The trees are its own: they may be changed.
///
/// @param manifest as it was written, without status and what the registry fills in
/// @param status what was observed; null when nothing was said yet
/// @param managedFields who owns which field, as Kubernetes writes it
/// @param kept what the registry keeps about it for itself
/// @param deleted whether this is what was there before it was deleted
public record StoredResource(
        ResourceKey key,
        Identity identity,
        ObjectNode manifest,
        @Nullable ObjectNode status,
        ArrayNode managedFields,
        ObjectNode kept,
        boolean deleted)
        implements Stored {

    /// The manifest with the metadata that the registry fills in.
    @Override
    public ObjectNode tree() {
        return Metadata.complete(manifest, identity);
    }

    /// The cluster's object that it was taken in from; empty when a client of the registry made it.
    public Optional<Origin> origin() {
        return Origin.of(kept);
    }

    /// The resource with its status, as rules see it.
    ObjectNode observed() {
        ObjectNode tree = tree();
        if (status != null) {
            tree.set("status", status);
        }
        return tree;
    }

    /// The resource as clients see it.
    public ObjectNode seen() {
        ObjectNode tree = observed();
        if (!managedFields.isEmpty()) {
            tree.withObjectProperty("metadata").set("managedFields", managedFields);
        }
        return tree;
    }
}
