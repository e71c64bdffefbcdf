package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Models by namespace and name.
///
/// @param next what to give as `after` to have those that come behind; null when there are none
@Schema(name = "ModelPage", description = "Models by namespace and name")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record ModelPage(List<ModelView> items, @Nullable String next) {

    ModelPage {
        items = List.copyOf(items);
    }
}
