package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.StorageUriSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the schema of KServe's CRD demands before any webhook is asked: required fields and
/// enumerations. Types are no matter here: a resource that was read has them right.
///
/// One demand is left out: the schema wants a name in `spec.canary[].predictor.model`, which the
/// webhook then forbids, so that KServe's own canary manifests fail it.
final class Schema {
    private static final List<String> METRICS =
            List.of(
                    "cpu",
                    "memory",
                    "concurrency",
                    "rps",
                    "ttft",
                    "tokens",
                    "kv",
                    "queue",
                    "gpu",
                    "gpu_memory");
    private static final List<String> METRIC_TYPES =
            List.of("Utilization", "Value", "AverageValue");
    private static final List<String> SOURCES = List.of("Resource", "External", "PodMetric");

    private Schema() {}

    static void check(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            format(part, findings);
            containers(part, findings);
            storage(part, findings);
            scaling(part.path(), part.component(), findings);
        }
    }

    private static void format(Parts.Part part, Findings findings) {
        ModelSpec model = part.component().model();
        if (part.kind() == Parts.Kind.PREDICTOR && model != null) {
            String field = part.path() + ".model.modelFormat";
            if (model.modelFormat() == null) {
                findings.missing(field, "Required value", "name the model's format: {name: ...}");
            } else if (model.modelFormat().name() == null || model.modelFormat().name().isEmpty()) {
                findings.missing(field + ".name", "Required value", "name the model's format");
            }
        }
    }

    private static void containers(Parts.Part part, Findings findings) {
        Set<String> names = new HashSet<>();
        for (Parts.Located located : Parts.containers(part)) {
            boolean named = located.path().endsWith("]");
            String name = located.container().name();
            if (named && (name == null || name.isEmpty()) && !alone(part, located.path())) {
                findings.missing(
                        located.path() + ".name",
                        "Required value",
                        "name it; with several containers, the one that serves is kserve-container");
            } else if (named && name != null && !names.add(list(located.path()) + name)) {
                findings.wrong(
                        located.path() + ".name",
                        name,
                        "Duplicate value",
                        "give every container its own name");
            }
            variables(located, findings);
        }
    }

    /// A container that implements its component alone is named kserve-container by defaulting.
    private static boolean alone(Parts.Part part, String path) {
        return path.startsWith(part.path() + ".containers[")
                && part.component().containersOrEmpty().size() == 1
                && part.model() == null;
    }

    private static String list(String path) {
        return path.substring(0, path.lastIndexOf('[') + 1);
    }

    private static void variables(Parts.Located located, Findings findings) {
        List<EnvVar> variables = located.container().envOrEmpty();
        for (int i = 0; i < variables.size(); i++) {
            EnvVar variable = variables.get(i);
            String path = "%s.env[%d]".formatted(located.path(), i);
            if (variable.name() == null || variable.name().isEmpty()) {
                findings.missing(path + ".name", "Required value", "name the variable");
            }
            if (variable.value() != null
                    && !variable.value().isEmpty()
                    && variable.valueFrom() != null) {
                findings.wrong(
                        path,
                        variable.name(),
                        "valueFrom may not be specified when value is not empty",
                        "keep one of them");
            }
        }
    }

    private static void storage(Parts.Part part, Findings findings) {
        List<StorageUriSpec> places = part.component().storageUris();
        for (int i = 0; places != null && i < places.size(); i++) {
            String mount = places.get(i).mountPath();
            if (mount != null && mount.length() > 255) {
                findings.wrong(
                        "%s.storageUris[%d].mountPath".formatted(part.path(), i),
                        mount.length() + " characters",
                        "Too long: may not be longer than 255",
                        "shorten it");
            }
        }
    }

    private static void scaling(String path, Component component, Findings findings) {
        oneOf(path + ".scaleMetric", component.scaleMetric(), METRICS, findings);
        oneOf(path + ".scaleMetricType", component.scaleMetricType(), METRIC_TYPES, findings);
        JsonNode metrics = Keda.metrics(component);
        for (int i = 0; i < metrics.size(); i++) {
            oneOf(
                    "%s.autoScaling.metrics[%d].type".formatted(path, i),
                    metrics.get(i).path("type").asText(),
                    SOURCES,
                    findings);
        }
    }

    private static void oneOf(
            String field, @Nullable String value, List<String> allowed, Findings findings) {
        if (value != null && !allowed.contains(value)) {
            findings.wrong(
                    field, value, "Unsupported value", "use one of " + String.join(", ", allowed));
        }
    }
}
