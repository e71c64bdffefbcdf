package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.registry.inferenceservice.StoredRevision;
import io.gantry.registry.revision.Difference;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a revision runs that another does not.
///
/// @param with the revision that it is compared with
@Schema(name = "RevisionDiff", description = "What a revision runs that another does not")
@RegisterForReflection
record RevisionDiff(
        String revision,
        @Schema(description = "The revision that it is compared with") String with,
        @Schema(description = "By path; none when both run the same") List<Changed> differences) {

    RevisionDiff {
        differences = List.copyOf(differences);
    }

    static RevisionDiff of(StoredRevision with, StoredRevision revision) {
        return new RevisionDiff(
                revision.name(),
                with.name(),
                with.differences(revision).stream().map(Changed::of).toList());
    }

    /// @param before absent when there is nothing at that place in the other revision
    /// @param after absent when there is nothing at that place in this revision
    @Schema(name = "RevisionDifference")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record Changed(
            @Schema(description = "JSON pointer", examples = "/predictor/model/storageUri")
                    String path,
            @Schema(
                            implementation = Object.class,
                            description = "In the other revision; absent when it has nothing there")
                    @Nullable JsonNode before,
            @Schema(
                            implementation = Object.class,
                            description = "In this revision; absent when it has nothing there")
                    @Nullable JsonNode after) {

        static Changed of(Difference difference) {
            return new Changed(difference.path(), difference.before(), difference.after());
        }
    }
}
