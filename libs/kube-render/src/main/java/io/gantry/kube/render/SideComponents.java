package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.validate.Refusal;
import org.jspecify.annotations.Nullable;

/// Transformers and explainers: what KServe adds to their arguments so that they find the
/// predictor.
final class SideComponents {
    private static final String MODEL_NAME = "--model_name";
    private static final String PREDICTOR_HOST = "--predictor_host";
    private static final String HTTP_PORT = "--http_port";
    private static final String WORKERS = "--workers";
    private static final String DEFAULT_PORT = "8080";

    private final RenderSettings settings;

    SideComponents(RenderSettings settings) {
        this.settings = settings;
    }

    Workload workload(InferenceService service, ComponentKind kind, Component component) {
        ObjectNode tree = KServeJson.tree(component);
        if (component.art() != null) {
            ObjectNode explainer = ArtExplainer.container(tree.path("art"), settings.artImage());
            tree.putArray("containers").add(explainer);
        }
        if (!(tree.path("containers").path(0) instanceof ObjectNode serving)) {
            throw new Refusal(
                    kind.field("containers"), null, "it has no container", "describe one");
        }
        serving.put("name", Defaulting.PREDICTOR_CONTAINER);
        arguments(serving, service, component.containerConcurrency());
        Component complete = Defaulting.component(KServeJson.read(tree, Component.class));
        String name =
                kind == ComponentKind.TRANSFORMER
                        ? Names.transformer(service.name())
                        : Names.explainer(service.name());
        return new Workload(Defaulting.apply(service), kind, complete, null, null, name);
    }

    /// Adds what the container is not told by the user.
    private static void arguments(
            ObjectNode container, InferenceService service, @Nullable Long concurrency) {
        String namespace = service.namespace() == null ? "default" : service.namespace();
        String host = Names.predictor(service.name(), variant(service)) + "." + namespace;
        ArrayNode args = container.withArray("args");
        addUnlessGiven(args, MODEL_NAME, service.name());
        addUnlessGiven(args, PREDICTOR_HOST, host);
        addUnlessGiven(args, HTTP_PORT, DEFAULT_PORT);
        if (concurrency != null) {
            addUnlessGiven(args, WORKERS, concurrency.toString());
        }
    }

    private static @Nullable String variant(InferenceService service) {
        InferenceServiceSpec spec = service.spec();
        Component stable =
                spec != null && spec.stable() != null && spec.stable().predictor() != null
                        ? spec.stable().predictor()
                        : service.predictor();
        return stable == null ? null : stable.name();
    }

    private static void addUnlessGiven(ArrayNode args, String name, String value) {
        for (JsonNode arg : args) {
            if (arg.asText().equals(name) || arg.asText().startsWith(name + "=")) {
                return;
            }
        }
        args.add(name).add(value);
    }
}
