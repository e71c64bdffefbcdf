package io.gantry.registry.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.AlertEvent;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.Event;
import io.gantry.events.EventType;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.PredictorEvent;
import io.gantry.events.ScalingEvent;
import io.gantry.events.text.EventSentence;
import io.gantry.registry.store.ResourceKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Something that has happened to a model.
@Schema(name = "ModelEvent", description = "Something that has happened to a model")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record Entry(
        @Schema(description = "Grows; give it as `after` to have what came later") long id,
        String namespace,
        String name,
        @Schema(description = "That of the CloudEvent") String eventId,
        Instant at,
        @Schema(description = "That of the CloudEvent") String type,
        @Nullable String revision,
        @Nullable String node,
        @Schema(description = "One line for people") String message) {

    static Entry of(TimelineEntity row) {
        return new Entry(
                row.id,
                row.namespace,
                row.name,
                row.eventId,
                row.at,
                row.type,
                row.revision,
                row.node,
                row.message);
    }

    /// An event as an entry of a model's, which has no id yet.
    static Entry of(ResourceKey model, Heard heard) {
        Event event = heard.event();
        return new Entry(
                0,
                model.scope(),
                model.name(),
                heard.id(),
                heard.at(),
                EventType.of(event).ceType(),
                revision(event),
                event instanceof ArtifactEvent artifact ? artifact.node() : null,
                EventSentence.of(event));
    }

    private static @Nullable String revision(Event event) {
        return switch (event) {
            case PredictorEvent predictor -> predictor.revision();
            case ScalingEvent scaling -> scaling.revision();
            case AlertEvent _, ArtifactEvent _, InferenceServiceEvent _ -> null;
            default -> throw new IllegalArgumentException("Happens to no model: " + event);
        };
    }
}
