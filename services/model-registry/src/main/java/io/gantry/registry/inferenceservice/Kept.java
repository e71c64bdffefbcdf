package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Revision;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.revision.RevisionPlan;
import io.gantry.registry.revision.Written;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the registry keeps about a service for itself, beside what it keeps about every resource.
///
/// @param revisions those that should exist now, as the event has them
/// @param rolledOut the predictor that was last rolled out; null when there was none
/// @param former the number of the revision that was rolled out before that; null when there was
///   none, or when it was before this was kept
/// @param lastRevision the highest number given so far, also to an earlier service of the name
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection(targets = {Kept.class, Written.class})
record Kept(
        List<Revision> revisions,
        @Nullable Written rolledOut,
        @Nullable Integer former,
        int lastRevision) {

    private static final Kept NOTHING = none(0);
    private static final Set<String> FIELDS =
            Set.of("revisions", "rolledOut", "former", "lastRevision");

    Kept {
        revisions = List.copyOf(revisions);
    }

    /// What is kept of a service that has no revision yet.
    static Kept none(int lastRevision) {
        return new Kept(List.of(), null, null, lastRevision);
    }

    static Kept of(ObjectNode json) {
        return json.has("revisions") ? KServeJson.read(json, Kept.class) : NOTHING;
    }

    static Kept of(RevisionPlan plan) {
        return new Kept(plan.desired(), plan.rolledOut(), plan.former(), plan.lastNumber());
    }

    void writeTo(ObjectNode json) {
        json.remove(FIELDS);
        json.setAll(KServeJson.tree(this));
    }
}
