package io.gantry.kserve.render;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the template variables of a container stand for.
///
/// KServe knows those of the service's metadata; `TensorParallelSize`, `GPUs` and `StorageUri` are
/// what runtimes for LLMs use besides. `GPUs` counts the GPUs that the model asks for,
/// `TensorParallelSize` is what the workerSpec or the model's own TENSOR_PARALLEL_SIZE says, else
/// the number of GPUs, at least 1.
record TemplateValues(
        Map<String, String> variables,
        Map<String, String> labels,
        Map<String, String> annotations) {

    private static final List<String> GPU_RESOURCES =
            List.of("nvidia.com/gpu", "amd.com/gpu", "intel.com/gpu", "habana.ai/gaudi");

    static TemplateValues of(InferenceService service, Component predictor) {
        ModelSpec model = predictor.model();
        String gpus = gpus(model);
        Map<String, String> variables = new HashMap<>();
        variables.put("Name", service.name());
        variables.put("Namespace", service.namespace() == null ? "" : service.namespace());
        variables.put("GPUs", gpus);
        variables.put("TensorParallelSize", tensorParallelSize(predictor, gpus));
        if (model != null && model.storageUri() != null) {
            variables.put("StorageUri", model.storageUri());
        }
        return new TemplateValues(
                variables,
                orEmpty(service.metadata() == null ? null : service.metadata().labels()),
                orEmpty(service.metadata() == null ? null : service.metadata().annotations()));
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static String gpus(@Nullable ModelSpec model) {
        Resources resources = model == null ? null : model.resources();
        if (resources == null) {
            return "0";
        }
        return GPU_RESOURCES.stream()
                .flatMap(name ->
                        Stream.of(
                                quantity(resources.limits(), name),
                                quantity(resources.requests(), name)))
                .filter(quantity -> !quantity.isEmpty())
                .findFirst()
                .orElse("0");
    }

    private static String quantity(@Nullable Map<String, JsonNode> quantities, String name) {
        JsonNode quantity = quantities == null ? null : quantities.get(name);
        return quantity == null ? "" : quantity.asText();
    }

    private static String tensorParallelSize(Component predictor, String gpus) {
        if (predictor.workerSpec() != null && predictor.workerSpec().tensorParallelSize() != null) {
            return predictor.workerSpec().tensorParallelSize().toString();
        }
        ModelSpec model = predictor.model();
        if (model != null && model.env() != null) {
            for (EnvVar variable : model.env()) {
                if ("TENSOR_PARALLEL_SIZE".equals(variable.name()) && variable.value() != null) {
                    return variable.value();
                }
            }
        }
        return gpus.equals("0") ? "1" : gpus;
    }
}
