package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Revisions, the newest first.
///
/// @param next what to give as `after` to have those that come behind; null when there are none
@Schema(name = "RevisionPage", description = "Revisions, the newest first")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record RevisionPage(List<RevisionView> items, @Nullable String next) {

    RevisionPage {
        items = List.copyOf(items);
    }
}
