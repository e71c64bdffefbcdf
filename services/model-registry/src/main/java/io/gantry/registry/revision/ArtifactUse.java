package io.gantry.registry.revision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;

/// How services are found that use an artifact.
public final class ArtifactUse {

    private ArtifactUse() {}

    /// What is kept about such a service contains this, as PostgreSQL's `@>` sees it.
    public static ObjectNode pattern(String artifact) {
        ObjectNode pattern = KServeJson.mapper().createObjectNode();
        pattern.putArray("revisions")
                .addObject()
                .putArray("artifacts")
                .addObject()
                .put("artifact", artifact);
        return pattern;
    }
}
