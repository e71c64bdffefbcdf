package io.gantry.kserve.validate;

import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.ServingRuntimeSpec;
import io.gantry.kserve.api.WorkerSpec;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.kserve.defaults.Defaulting;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules about runtimes that span several nodes
/// (`pkg/webhook/admission/servingruntime/servingruntime_webhook.go`, validateMultiNodeSpec).
final class RuntimeNodes {
    private static final String WORKER_CONTAINER = "worker-container";
    private static final String GPU_ANNOTATION =
            "spec.annotations[\"%s\"]".formatted(Annotations.GPU_RESOURCE_TYPES);

    private RuntimeNodes() {}

    static void check(ServingRuntimeSpec spec, @Nullable ServingRuntime old, Findings findings) {
        WorkerSpec worker = spec.workerSpec();
        if (worker == null) {
            if (old != null && old.spec() != null && old.spec().workerSpec() != null) {
                findings.missing(
                        "spec.workerSpec",
                        "removing workerSpec where it already exists is not allowed",
                        "keep it, or make another runtime");
            }
            return;
        }
        new MultiNode.Rule("", findings).oneContainer("spec.workerSpec.containers", worker);
        new MultiNode.Rule("the ", findings).sizes("spec.workerSpec", worker);
        Set<String> gpus = MultiNode.knownGpus(GPU_ANNOTATION, gpuAnnotation(spec), findings);
        head(orEmpty(spec.containers()), gpus, findings);
        workers(orEmpty(worker.containers()), gpus, findings);
    }

    private static void head(List<Container> containers, Set<String> gpus, Findings findings) {
        MultiNode.Rule rule = new MultiNode.Rule("", findings);
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            if (Defaulting.PREDICTOR_CONTAINER.equals(container.name())) {
                String path = "spec.containers[%d]".formatted(i);
                rule.noSizeVariables(path + ".env", container);
                knownGpus(path + ".resources", container, gpus, findings);
            }
        }
    }

    /// Where there is none, KServe's webhook reads beyond the end of the list and fails the
    /// request.
    private static void workers(List<Container> containers, Set<String> gpus, Findings findings) {
        if (containers.isEmpty()) {
            findings.missing(
                    "spec.workerSpec.containers",
                    "Required value",
                    "add the container that the workers run, named " + WORKER_CONTAINER);
        } else if (WORKER_CONTAINER.equals(containers.getFirst().name())) {
            knownGpus(
                    "spec.workerSpec.containers[0].resources",
                    containers.getFirst(),
                    gpus,
                    findings);
        }
    }

    private static void knownGpus(
            String field, Container container, Set<String> known, Findings findings) {
        MultiNode.unknownGpus(container.resources(), known)
                .forEach(name ->
                        findings.wrong(
                                field,
                                name,
                                "unknown GPU resource type in a container(%s)"
                                        .formatted(container.name()),
                                "list it in spec.annotations[\"%s\"], a JSON list"
                                        .formatted(Annotations.GPU_RESOURCE_TYPES)));
    }

    private static @Nullable String gpuAnnotation(ServingRuntimeSpec spec) {
        return spec.annotations() == null
                ? null
                : spec.annotations().get(Annotations.GPU_RESOURCE_TYPES);
    }

    private static List<Container> orEmpty(@Nullable List<Container> containers) {
        return containers == null ? List.of() : containers;
    }
}
