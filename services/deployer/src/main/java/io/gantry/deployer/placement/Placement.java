package io.gantry.deployer.placement;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.deployer.platform.ModelMount;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.render.PredictorContainer;
import io.gantry.kserve.render.Rendering;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The workload of a revision, or why there is none.
sealed interface Placement {

    /// This is what to run.
    record Placed(Workload workload) implements Placement {}

    /// Nothing can be run.
    record Unplaced(Failure failure) implements Placement {}

    /// What is to be placed.
    ///
    /// @param pinned the runtime that already runs the revision; null when none does. It stays,
    ///   because a runtime that is registered later must not restart models that are served.
    record Request(
            PredictorKey key,
            String uid,
            InferenceService service,
            Component predictor,
            List<ArtifactReference> artifacts,
            List<ModelMount> mounts,
            List<String> warmNodes,
            @Nullable String pinned) {
        public Request {
            artifacts = List.copyOf(artifacts);
            mounts = List.copyOf(mounts);
            warmNodes = List.copyOf(warmNodes);
        }
    }

    static Placement of(Request request, RuntimeCatalog runtimes) {
        JsonNode llm = request.predictor().unknown().get(LlmService.MEMBER);
        return llm == null ? ofService(request, runtimes) : ofLlm(request, llm);
    }

    /// An LLMInferenceService brings its containers, which nothing is added to here.
    private static Placement ofLlm(Request request, JsonNode spec) {
        return placed(request, null, server(spec));
    }

    private static Rendering server(JsonNode spec) {
        for (JsonNode container : spec.at("/template/containers")) {
            if (container.path("name").asText().equals(LlmWorkload.MAIN)) {
                try {
                    return new Rendering.Rendered(
                            KServeJson.read(container, Container.class), List.of());
                } catch (IllegalArgumentException e) {
                    return new Rendering.Invalid(
                            "the container %s cannot be read: %s"
                                    .formatted(LlmWorkload.MAIN, e.getMessage()));
                }
            }
        }
        return new Rendering.Invalid(
                "none of the containers of spec.template is named " + LlmWorkload.MAIN);
    }

    private static Placement ofService(Request request, RuntimeCatalog runtimes) {
        return switch (select(request, runtimes)) {
            case RuntimeSelection.Selected(ServingRuntime runtime) ->
                    placed(
                            request,
                            runtime,
                            PredictorContainer.of(request.service(), request.predictor(), runtime));
            case RuntimeSelection.OwnContainers() ->
                    placed(
                            request,
                            null,
                            PredictorContainer.of(request.service(), request.predictor()));
            case RuntimeSelection.Refused refused -> new Unplaced(failure(refused));
        };
    }

    private static RuntimeSelection select(Request request, RuntimeCatalog runtimes) {
        if (request.pinned() != null && request.predictor().model() != null) {
            Component pinned =
                    KServeJson.edited(
                            request.predictor(),
                            Component.class,
                            tree -> tree.withObject("/model").put("runtime", request.pinned()));
            if (RuntimeSelector.select(pinned, runtimes)
                    instanceof RuntimeSelection.Selected selected) {
                return selected;
            }
        }
        return RuntimeSelector.select(request.predictor(), runtimes);
    }

    private static Placement placed(
            Request request, @Nullable ServingRuntime runtime, Rendering rendering) {
        return switch (rendering) {
            case Rendering.Rendered rendered ->
                    new Placed(
                            new Workload(
                                    request.key(),
                                    request.uid(),
                                    request.service(),
                                    request.predictor(),
                                    runtime,
                                    rendered.container(),
                                    rendered.sidecars(),
                                    request.artifacts(),
                                    request.mounts(),
                                    request.warmNodes()));
            case Rendering.Invalid(String message) ->
                    new Unplaced(
                            Failure.of(
                                    FailureReason.INVALID_PREDICTOR_SPEC,
                                    message,
                                    "Correct the runtime or the predictor and apply it again."));
        };
    }

    private static Failure failure(RuntimeSelection.Refused refused) {
        return switch (refused) {
            case RuntimeSelection.NoSupportingRuntime no ->
                    Failure.of(
                            FailureReason.NO_SUPPORTING_RUNTIME,
                            no.message(),
                            "Apply a ServingRuntime that serves this format and protocol with autoSelect, or name one in spec.predictor.model.runtime.");
            case RuntimeSelection.RuntimeNotRecognized no ->
                    Failure.of(
                            FailureReason.RUNTIME_NOT_RECOGNIZED,
                            no.message(),
                            "Apply the runtime, or correct spec.predictor.model.runtime.");
            case RuntimeSelection.RuntimeDisabled no ->
                    Failure.of(
                            FailureReason.RUNTIME_DISABLED,
                            no.message(),
                            "Set spec.disabled of the runtime to false, or name another one.");
            case RuntimeSelection.ProtocolNotSupported no ->
                    Failure.of(
                            FailureReason.NO_SUPPORTING_RUNTIME,
                            no.message(),
                            "Correct spec.predictor.model.protocolVersion, or name another runtime.");
            case RuntimeSelection.FormatNotSupported no ->
                    Failure.of(
                            FailureReason.NO_SUPPORTING_RUNTIME,
                            no.message(),
                            "Correct spec.predictor.model.modelFormat, or name another runtime.");
            case RuntimeSelection.MultiNodeNotSupported no ->
                    Failure.of(
                            FailureReason.INVALID_PREDICTOR_SPEC,
                            no.message(),
                            "Leave out spec.predictor.workerSpec, or name a runtime with a workerSpec.");
            case RuntimeSelection.NoModel no ->
                    Failure.of(
                            FailureReason.INVALID_PREDICTOR_SPEC,
                            no.message(),
                            "Complete spec.predictor and apply it again.");
        };
    }
}
