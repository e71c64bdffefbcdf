package io.gantry.registry.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What became of one document.
///
/// @param kind null when the document is no resource at all
/// @param namespace null for what belongs to no namespace, or when nothing came of it
/// @param problem null when it was applied
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record DocumentResult(
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name,
        @Schema(enumeration = {"created", "configured", "unchanged", "unsupported", "invalid"})
                String outcome,
        @Nullable Problem problem) {

    boolean applied() {
        return problem == null;
    }

    /// Whether there was a document that could be read, be it right or wrong.
    boolean readable() {
        return kind != null;
    }
}
