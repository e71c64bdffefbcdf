package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.render.WorkerContainer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is to run under one name: a component of a service, or one revision of its predictor.
///
/// @param service as KServe's webhook would leave it
/// @param component with KServe's defaults
/// @param runtime null for containers of its own
/// @param revision null for what all revisions share
/// @param name of the Deployment
record Workload(
        InferenceService service,
        ComponentKind kind,
        Component component,
        @Nullable ServingRuntime runtime,
        @Nullable String revision,
        String name) {

    /// The containers that see the model.
    private static final List<String> SERVERS =
            List.of(
                    Defaulting.PREDICTOR_CONTAINER,
                    WorkerContainer.NAME,
                    Defaulting.TRANSFORMER_CONTAINER);

    String namespace() {
        return Objects.requireNonNullElse(service.namespace(), "default");
    }

    String app() {
        return Names.app(name);
    }

    /// The annotation as the pods would have it.
    @Nullable String annotation(String key) {
        return Metadata.annotations(this).get(key);
    }

    /// For whom its pods are.
    PodOwner owner() {
        JsonNode downloader = component.unknown().get("storageContainerName");
        return new PodOwner(
                namespace(),
                Metadata.annotations(this),
                downloader == null || downloader.asText().isEmpty() ? null : downloader.asText(),
                "spec." + kind.word(),
                SERVERS,
                app());
    }

    int minReplicas() {
        Integer min = component.minReplicas();
        return min == null ? 1 : min;
    }

    Map<String, String> selector() {
        return Map.of(Labels.APP, app());
    }
}
