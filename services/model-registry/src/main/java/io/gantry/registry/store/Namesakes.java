package io.gantry.registry.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Resources of different kinds that have one name. What is published of them has one key, so only
/// one of them can be there, and its generations and revisions go on counting from those of the
/// others: else consumers would take what they hear of it for old news.
@ApplicationScoped
public class Namesakes {

    private static final String LOCK =
            "select 1 from pg_advisory_xact_lock(hashtextextended(?1, 0))";

    private final ResourceStore store;

    Namesakes(ResourceStore store) {
        this.store = store;
    }

    /// As [#of]. Until the transaction ends, nobody else can ask this for a resource of the name.
    Uni<List<StoredResource>> locked(ResourceKey key, Set<String> kinds) {
        if (kinds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.getSession()
                .flatMap(session ->
                        session.createNativeQuery(LOCK, Integer.class)
                                .setParameter(1, key.scope() + "/" + key.name())
                                .getSingleResult())
                .flatMap(_ -> of(key, kinds));
    }

    /// Those of the key's name, deleted ones included, in a transaction of the caller's.
    ///
    /// @param kinds that share their names with the key's
    public Uni<List<StoredResource>> of(ResourceKey key, Set<String> kinds) {
        return Multi.createFrom()
                .iterable(kinds)
                .onItem()
                .transformToUniAndConcatenate(
                        kind -> store.findById(new ResourceKey(kind, key.scope(), key.name())))
                .filter(Objects::nonNull)
                .map(Rows::stored)
                .collect()
                .asList();
    }
}
