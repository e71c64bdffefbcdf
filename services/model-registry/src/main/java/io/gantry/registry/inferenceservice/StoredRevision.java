package io.gantry.registry.inferenceservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.ArtifactReference;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.revision.Difference;
import io.gantry.registry.revision.Written;
import java.time.Instant;
import java.util.List;

/// A revision as the registry has it, and what its service makes of it now.
///
/// @param generation of the service, with which the revision began
/// @param written what it is made of
/// @param running the predictor after defaulting
/// @param trafficPercent share of the requests, 0 to 100, once the revision is ready
/// @param desired whether it should exist now
/// @param rolledOut whether it is what a canary is tried against
public record StoredRevision(
        String name,
        int number,
        long generation,
        Instant createdAt,
        Written written,
        JsonNode running,
        List<ArtifactReference> artifacts,
        int trafficPercent,
        boolean desired,
        boolean rolledOut) {

    public StoredRevision {
        artifacts = List.copyOf(artifacts);
    }

    /// Where another revision runs something else.
    public List<Difference> differences(StoredRevision after) {
        return Difference.between(tree(), after.tree());
    }

    private ObjectNode tree() {
        ObjectNode tree = KServeJson.mapper().createObjectNode();
        tree.set("predictor", running);
        if (written.sha256() != null) {
            tree.put("sha256", written.sha256());
        }
        return tree;
    }
}
