package io.gantry.proxy.admit;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses the replica that a request goes to, among those of its revision.
///
/// What there is to go by: of each candidate its [Slot#outstanding], [Slot#limit] and
/// [Slot#health], of the request its [RequestFacts]. The choice is no more than that: whoever asked
/// takes the place, and where it has just gone, any other that is free. Asked for nearly every
/// request, by any thread, so it must neither block nor lock.
public interface EndpointPicker {

    /// @param candidates the revision's ready replicas, at least one
    /// @param except those that are out of the question, for they had the request before
    /// @return one of the candidates, free or not; null when all are out of the question
    @Nullable Slot pick(List<Slot> candidates, Set<Slot> except, RequestFacts facts);
}
