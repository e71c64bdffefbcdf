package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Runtimes by name.
///
/// @param next what to give as `after` to have those that come behind; null when there are none
@Schema(name = "RuntimePage", description = "Runtimes by name")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record RuntimePage(List<RuntimeView> items, @Nullable String next) {

    RuntimePage {
        items = List.copyOf(items);
    }
}
