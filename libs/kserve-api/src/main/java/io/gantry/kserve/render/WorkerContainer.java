package io.gantry.kserve.render;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.WorkerSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The container that runs on a model's further nodes.
public final class WorkerContainer {
    /// Its name, by KServe.
    public static final String NAME = "worker-container";

    private static final Container NOTHING =
            KServeJson.read(KServeJson.mapper().createObjectNode(), Container.class);

    private WorkerContainer() {}

    /// The runtime's worker with the predictor's laid over it; both have at most one.
    public static Rendering of(
            InferenceService service, Component predictor, ServingRuntime runtime) {
        List<Container> workers =
                containers(runtime.spec() == null ? null : runtime.spec().workerSpec());
        if (workers.isEmpty()) {
            return new Rendering.Invalid(
                    "the runtime \"%s\" has no container in its workerSpec"
                            .formatted(runtime.name()));
        }
        List<Container> own = containers(predictor.workerSpec());
        TemplateValues values = TemplateValues.of(service, predictor);
        try {
            Container merged =
                    PredictorContainer.merged(
                            workers.getFirst(), own.isEmpty() ? NOTHING : own.getFirst(), values);
            return new Rendering.Rendered(named(merged), List.of());
        } catch (Template.UnknownVariable e) {
            return new Rendering.Invalid(
                    "the runtime \"%s\": %s".formatted(runtime.name(), e.getMessage()));
        }
    }

    private static Container named(Container container) {
        return KServeJson.edited(container, Container.class, tree -> tree.put("name", NAME));
    }

    private static List<Container> containers(@Nullable WorkerSpec worker) {
        return worker == null || worker.containers() == null ? List.of() : worker.containers();
    }
}
