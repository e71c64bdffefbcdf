package io.gantry.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is particular to resources of some kinds. Called inside the transaction that has locked the
/// resource's row; what it writes is part of that.
public interface KindRules {

    /// The kinds that these rules are of.
    Set<String> kinds();

    /// The kinds with whose resources these share their names, since what is published of both has
    /// the same key.
    default Set<String> namesakes() {
        return Set.of();
    }

    /// What keeps a resource from being written.
    ///
    /// @param old what it would replace; null for nothing
    Uni<List<Violation>> violations(ObjectNode resource, @Nullable ObjectNode old);

    /// What will not work as written although the resource can be accepted.
    default Uni<List<Violation>> warnings(ObjectNode resource) {
        return Uni.createFrom().item(List.of());
    }

    /// Follows a change of a resource.
    ///
    /// @param next with its new version; what is done to its `kept` is written
    /// @param asksForElse whether it is of a new generation, which the others must be told of
    Uni<Void> written(StoredResource next, boolean asksForElse);

    /// Follows a deletion.
    ///
    /// @param gone with the generation of its deletion; what is done to its `kept` is written
    Uni<Void> deleted(StoredResource gone);
}
