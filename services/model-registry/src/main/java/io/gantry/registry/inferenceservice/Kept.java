package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.Revision;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.revision.RolledOut;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the registry keeps about a service for itself, beside what it keeps about every resource.
///
/// @param revisions those that should exist now, as the event has them
/// @param rolledOut the predictor that was last rolled out; null when there was none
/// @param lastRevision the highest number given so far, also to an earlier service of the name
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
record Kept(List<Revision> revisions, @Nullable RolledOut rolledOut, int lastRevision) {

    private static final Set<String> FIELDS = Set.of("revisions", "rolledOut", "lastRevision");

    Kept {
        revisions = List.copyOf(revisions);
    }

    static Kept of(ObjectNode json) {
        return json.has("revisions")
                ? KServeJson.read(json, Kept.class)
                : new Kept(List.of(), null, 0);
    }

    void writeTo(ObjectNode json) {
        json.remove(FIELDS);
        json.setAll(KServeJson.tree(this));
    }
}
