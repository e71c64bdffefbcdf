package io.gantry.kserve.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.Resources;
import io.gantry.kserve.api.WorkerSpec;
import io.gantry.kserve.defaults.Annotations;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rules about models that are served by several nodes (`workerSpec`).
final class MultiNode {
    private static final List<String> SIZES =
            List.of("PIPELINE_PARALLEL_SIZE", "TENSOR_PARALLEL_SIZE");
    private static final Set<String> BASIC =
            Set.of("cpu", "memory", "storage", "ephemeral-storage");
    private static final Set<String> GPUS =
            Set.of("nvidia.com/gpu", "amd.com/gpu", "intel.com/gpu", "habana.ai/gaudi");
    private static final String GPU_ANNOTATION =
            "metadata.annotations[\"%s\"]".formatted(Annotations.GPU_RESOURCE_TYPES);

    private MultiNode() {}

    static void check(InferenceService service, Findings findings) {
        Component predictor = service.predictor();
        WorkerSpec worker = predictor == null ? null : predictor.workerSpec();
        if (predictor == null || worker == null) {
            return;
        }
        Rule rule =
                new Rule(
                        "the InferenceService \"%s\" is invalid: ".formatted(service.name()),
                        findings);
        rule.oneContainer("spec.predictor.workerSpec.containers", worker);
        Set<String> gpus =
                knownGpus(
                        GPU_ANNOTATION,
                        service.annotation(Annotations.GPU_RESOURCE_TYPES),
                        findings);
        if (predictor.model() != null) {
            model(service, predictor.model(), rule, gpus);
        }
        rule.sizes("spec.predictor.workerSpec", worker);
        List<Container> containers = worker.containers() == null ? List.of() : worker.containers();
        for (int i = 0; i < containers.size(); i++) {
            rule.knownGpus(
                    "spec.predictor.workerSpec.containers[%d].resources".formatted(i),
                    containers.get(i).resources(),
                    gpus);
        }
    }

    private static void model(
            InferenceService service, ModelSpec model, Rule rule, Set<String> gpus) {
        String path = "spec.predictor.model";
        rule.noSizeVariables(path + ".env", model.container());
        rule.knownGpus(path + ".resources", model.resources(), gpus);
        sharedStorage(path + ".storageUri", model.storageUri(), rule);
        String autoscaler = service.annotation(Annotations.AUTOSCALER_CLASS);
        if (!"none".equals(autoscaler)) {
            rule.broken(
                    "metadata.annotations[\"%s\"]".formatted(Annotations.AUTOSCALER_CLASS),
                    autoscaler,
                    "Multinode only supports 'none' autoscaler(%s)"
                            .formatted(autoscaler == null ? "" : autoscaler),
                    "set it to none");
        }
    }

    private static void sharedStorage(String field, @Nullable String uri, Rule rule) {
        if (uri == null) {
            rule.broken(
                    field,
                    null,
                    "StorageURI must be set for multinode enabled",
                    "set it to a pvc:// or oci:// URI");
        } else if (!uri.startsWith("pvc://") && !uri.startsWith("oci://")) {
            rule.broken(
                    field,
                    uri,
                    "Multinode only supports 'pvc' and 'oci' Storage Protocol(%s)"
                            .formatted(uri.split("://", 2)[0]),
                    "every node needs the same files: use pvc:// or oci://");
        }
    }

    /// The GPU resources that are known: the usual ones and those of the annotation, a JSON list.
    static Set<String> knownGpus(String field, @Nullable String annotation, Findings findings) {
        Set<String> known = new HashSet<>(GPUS);
        if (annotation == null) {
            return known;
        }
        try {
            JsonNode list = KServeJson.mapper().readTree(annotation);
            if (list.isArray()) {
                list.forEach(each -> known.add(each.asText()));
                return known;
            }
            findings.wrong(field, annotation, "must be a JSON list", "write [\"name\"]");
        } catch (JsonProcessingException e) {
            findings.wrong(
                    field,
                    annotation,
                    "not readable as JSON: " + e.getOriginalMessage(),
                    "write [\"name\"]");
        }
        return known;
    }

    /// The rules that hold for InferenceServices and runtimes alike; only the subject of their
    /// messages differs.
    record Rule(String subject, Findings findings) {

        void broken(String field, @Nullable Object found, String message, String remedy) {
            findings.wrong(field, found, subject + message, remedy);
        }

        void oneContainer(String field, WorkerSpec worker) {
            int containers = worker.containers() == null ? 0 : worker.containers().size();
            if (containers > 1) {
                broken(
                        field,
                        containers + " of them",
                        "setting multiple containers in workerSpec is not allowed",
                        "keep one");
            }
        }

        void noSizeVariables(String field, Container container) {
            for (String size : SIZES) {
                if (Environment.value(container, size) != null) {
                    broken(
                            field,
                            size,
                            "setting %s in environment variables is not allowed".formatted(size),
                            "use workerSpec.pipelineParallelSize and workerSpec.tensorParallelSize");
                }
            }
        }

        void sizes(String path, WorkerSpec worker) {
            size(path, "Pipeline", worker.pipelineParallelSize());
            size(path, "Tensor", worker.tensorParallelSize());
        }

        private void size(String path, String kind, @Nullable Integer size) {
            if (size != null && size < 1) {
                broken(
                        "%s.%sParallelSize".formatted(path, kind.toLowerCase(Locale.ROOT)),
                        size,
                        "WorkerSpec.%sParallelSize cannot be less than 1(%d)".formatted(kind, size),
                        "use at least 1");
            }
        }

        void knownGpus(String field, @Nullable Resources resources, Set<String> known) {
            unknownGpus(resources, known)
                    .forEach(name ->
                            broken(
                                    field,
                                    name,
                                    "Unknown GPU resource type. Set '%s' annotation to use custom gpu resource type"
                                            .formatted(Annotations.GPU_RESOURCE_TYPES),
                                    "add it there"));
        }
    }

    /// What of the resources is neither basic nor a GPU that is known.
    static Stream<String> unknownGpus(@Nullable Resources resources, Set<String> known) {
        if (resources == null) {
            return Stream.empty();
        }
        return Stream.of(orEmpty(resources.limits()), orEmpty(resources.requests()))
                .flatMap(quantities -> quantities.keySet().stream())
                .filter(name -> !BASIC.contains(name) && !known.contains(name))
                .distinct();
    }

    private static Map<String, JsonNode> orEmpty(@Nullable Map<String, JsonNode> quantities) {
        return quantities == null ? Map.of() : quantities;
    }
}
