package io.gantry.registry.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a name stands for, which nobody else can change until the transaction ends.
public final class Slot {

    private final ResourceKey key;
    private @Nullable ResourceEntity row;

    Slot(ResourceKey key, @Nullable ResourceEntity row) {
        this.key = key;
        this.row = row;
    }

    /// The resource; empty when there is none now.
    public Optional<StoredResource> resource() {
        return Optional.ofNullable(row).filter(ResourceEntity::present).map(Rows::stored);
    }

    /// Whether there was ever a resource of the name.
    public boolean used() {
        return row != null;
    }

    ResourceKey key() {
        return key;
    }

    /// Also that of a resource that was deleted; null when there never was one.
    @Nullable ResourceEntity row() {
        return row;
    }

    void fill(ResourceEntity newRow) {
        row = newRow;
    }
}
