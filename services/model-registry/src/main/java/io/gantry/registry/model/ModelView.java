package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Condition;
import io.gantry.kserve.api.FailureInfo;
import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.profile.Profile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A model as a person wants to read it: what it is, whether it serves, and why not.
@Schema(name = "Model", description = "A model, whether it serves, and why not")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record ModelView(
        String name,
        String namespace,
        @Schema(description = "By which models can be listed") Map<String, String> labels,
        @Schema(description = "Counts what was asked of the model") long generation,
        @Schema(description = "What should run now, and its share of the traffic")
                List<RevisionShare> revisions,
        @Schema(description = "Of the newest revision") @Nullable String modelFormat,
        @Schema(description = "Of the newest revision") @Nullable String storageUri,
        @Schema(description = "The profile that the model was written with")
                @Nullable String profile,
        @Schema(description = "Where the model is asked") @Nullable String url,
        @Schema(description = "Whether requests are answered") boolean ready,
        @Schema(description = "Why it is not ready, in one word") @Nullable String reason,
        @Schema(description = "Why it is not ready and what to do, in sentences")
                @Nullable String message,
        @Schema(description = "What failed last, with the end of its log")
                @Nullable LastFailure failure,
        @Nullable String createdAt) {

    ModelView {
        labels = new TreeMap<>(labels);
        revisions = List.copyOf(revisions);
    }

    static ModelView of(StoredService service, InferenceServiceStatus status) {
        Optional<Condition> ready = ready(status);
        Optional<Revision> newest =
                service.revisions().stream().max(Comparator.comparingInt(Revision::number));
        var metadata = service.resource().metadata();
        return new ModelView(
                service.key().name(),
                service.key().namespace(),
                metadata == null || metadata.labels() == null ? Map.of() : metadata.labels(),
                service.generation(),
                service.revisions().stream().map(RevisionShare::of).toList(),
                newest.map(ModelView::format).orElse(null),
                newest.flatMap(ModelView::place).orElse(null),
                service.resource().annotation(Profile.ANNOTATION),
                status.url(),
                ready.map(condition -> "True".equals(condition.status())).orElse(false),
                ready.map(Condition::reason).orElse(null),
                ready.map(Condition::message).orElse(null),
                status.modelStatus() == null
                        ? null
                        : LastFailure.of(status.modelStatus().lastFailureInfo()),
                metadata == null ? null : metadata.creationTimestamp());
    }

    private static Optional<Condition> ready(InferenceServiceStatus status) {
        List<Condition> conditions = status.conditions() == null ? List.of() : status.conditions();
        return conditions.stream().filter(it -> "Ready".equals(it.type())).findFirst();
    }

    private static @Nullable String format(Revision revision) {
        JsonNode name = revision.predictor().at("/model/modelFormat/name");
        return name.isTextual() ? name.asText() : null;
    }

    private static Optional<String> place(Revision revision) {
        return revision.artifacts().stream().map(ArtifactReference::storageUri).findFirst();
    }

    /// @param trafficPercent share of the requests, 0 to 100, once the revision is ready
    @RegisterForReflection
    record RevisionShare(String name, int trafficPercent) {

        static RevisionShare of(Revision revision) {
            return new RevisionShare(revision.name(), revision.trafficPercent());
        }
    }

    /// @param message with the end of the predictor's log, if it wrote one
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record LastFailure(
            @Nullable String reason,
            @Nullable String message,
            @Nullable String revision,
            @Nullable String time) {

        static @Nullable LastFailure of(@Nullable FailureInfo info) {
            return info == null
                    ? null
                    : new LastFailure(
                            info.reason(), info.message(), info.modelRevisionName(), info.time());
        }
    }
}
