package io.gantry.registry.model;

import io.gantry.registry.timeline.Entry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// @param last give it as `after` to have what came later; what was given when nothing did
@Schema(name = "ModelEventPage", description = "What has happened to a model, in that order")
@RegisterForReflection
record ModelEventPage(List<Entry> items, long last) {

    ModelEventPage {
        items = List.copyOf(items);
    }
}
