package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import io.gantry.registry.inferenceservice.StoredService;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Which runtime serves a model, by KServe's rules, and which others could.
@Schema(name = "RuntimeChoice", description = "Which runtime serves a model")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record RuntimeChoice(
        @Schema(description = "The one that serves it; absent when none does")
                @Nullable String chosen,
        @Schema(description = "Why none does, as the model's status says it")
                @Nullable String reason,
        @Schema(description = "What was found, and what to do") @Nullable String message,
        @Schema(description = "Those that fit its format and protocol, the best first")
                List<RuntimeView> candidates) {

    RuntimeChoice {
        candidates = List.copyOf(candidates);
    }

    /// For the newest revision.
    static RuntimeChoice of(StoredService service, RuntimeCatalog catalog) {
        Component predictor =
                service.revisions().stream()
                        .max(Comparator.comparingInt(Revision::number))
                        .map(revision -> KServeJson.read(revision.predictor(), Component.class))
                        .orElseThrow();
        List<RuntimeView> candidates =
                RuntimeSelector.candidates(predictor, catalog).stream()
                        .map(RuntimeView::of)
                        .toList();
        return switch (RuntimeSelector.select(predictor, catalog)) {
            case RuntimeSelection.Selected selected ->
                    new RuntimeChoice(selected.runtime().name(), null, null, candidates);
            case RuntimeSelection.Refused refused ->
                    new RuntimeChoice(null, refused.reason(), refused.message(), candidates);
            case RuntimeSelection.OwnContainers _ ->
                    new RuntimeChoice(
                            null,
                            "OwnContainers",
                            "The predictor brings containers of its own and needs no runtime",
                            candidates);
        };
    }
}
