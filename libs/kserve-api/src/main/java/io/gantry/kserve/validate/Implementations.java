package io.gantry.kserve.validate;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.defaults.Defaulting;
import java.util.Map;

/// Rules about what implements a component: exactly one thing, and of which name.
final class Implementations {
    private Implementations() {}

    static void exactlyOne(InferenceService service, Findings findings) {
        if (service.predictor() == null) {
            findings.missing(
                    "spec.predictor",
                    "exactly one of [model, containers, ...] must be specified in PredictorSpec",
                    "give the service a predictor with a model or a container");
        }
        for (Parts.Part part : Parts.withVariants(service)) {
            int implementations = count(part);
            if (implementations != 1) {
                findings.wrong(
                        part.path(),
                        implementations == 0 ? null : implementations + " of them",
                        message(part.kind()),
                        implementations == 0 ? "add one" : "keep one of them");
            }
        }
    }

    /// Sidecars do not count: beside a model only a container of the serving one's name is a
    /// second.
    private static int count(Parts.Part part) {
        Component component = part.component();
        int count = part.kind() == Parts.Kind.PREDICTOR ? component.frameworks().size() : 0;
        if (component.model() != null && part.kind() == Parts.Kind.PREDICTOR) {
            count++;
        }
        if (part.kind() == Parts.Kind.EXPLAINER && component.art() != null) {
            count++;
        }
        long serving =
                component.containersOrEmpty().stream()
                        .filter(each -> Defaulting.PREDICTOR_CONTAINER.equals(each.name()))
                        .count();
        boolean unnamed = count == 0 && serving == 0 && !component.containersOrEmpty().isEmpty();
        return count + (unnamed ? 1 : (int) serving);
    }

    private static String message(Parts.Kind kind) {
        return switch (kind) {
            case PREDICTOR ->
                    "exactly one of [SKLearn, XGBoost, Tensorflow, PyTorch, Triton, ONNX, HuggingFace,"
                            + " PMML, LightGBM, Paddle, Model, PodSpec] must be specified in"
                            + " PredictorSpec";
            case TRANSFORMER -> "exactly one of [PodSpec] must be specified in TransformerSpec";
            case EXPLAINER -> "exactly one of [ART, PodSpec] must be specified in ExplainerSpec";
        };
    }

    static void unnamed(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            if (part.component().model() != null) {
                unnamed(part.path() + ".model", part.component().model(), findings);
            }
            for (Map.Entry<String, ModelSpec> each : part.component().frameworks().entrySet()) {
                unnamed(part.path() + "." + each.getKey(), each.getValue(), findings);
            }
        }
    }

    private static void unnamed(String path, ModelSpec model, Findings findings) {
        if (model.name() != null && !model.name().isEmpty()) {
            findings.wrong(
                    path + ".name",
                    model.name(),
                    "the 'name' field is not allowed in standard predictor",
                    "remove it; the model is served by the name of its InferenceService");
        }
    }
}
