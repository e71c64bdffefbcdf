package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.ArtifactReference;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.inferenceservice.StoredRevision;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A revision as a person wants to read it.
@Schema(name = "Revision", description = "What a model ran, or runs; never changes")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record RevisionView(
        String name,
        int number,
        String createdAt,
        @Schema(description = "Of the model, with which the revision began") long generation,
        @Schema(
                        implementation = Object.class,
                        description =
                                "KServe's predictor, as it was written when the revision began")
                JsonNode predictor,
        @Schema(description = "What has to be on a node before it starts") List<Artifact> artifacts,
        @Schema(description = "Whether it should run now") boolean desired,
        @Schema(description = "Share of the requests, 0 to 100, once it is ready")
                int trafficPercent,
        @Schema(description = "Whether it takes requests, or wakes up for one") boolean ready,
        @Schema(description = "Whether it is what a canary is tried against") boolean rolledOut) {

    RevisionView {
        artifacts = List.copyOf(artifacts);
    }

    static RevisionView of(StoredRevision revision, boolean ready) {
        return new RevisionView(
                revision.name(),
                revision.number(),
                revision.createdAt().toString(),
                revision.generation(),
                KServeJson.tree(revision.written().predictor()),
                revision.artifacts().stream().map(Artifact::of).toList(),
                revision.desired(),
                revision.trafficPercent(),
                ready,
                revision.rolledOut());
    }

    /// @param sha256 the digest that the files must have; null for any
    @Schema(name = "RevisionArtifact")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record Artifact(String storageUri, @Nullable String sha256, String mountPath) {

        static Artifact of(ArtifactReference reference) {
            return new Artifact(reference.storageUri(), reference.sha256(), reference.mountPath());
        }
    }
}
