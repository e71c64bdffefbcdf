package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// KEDA's ScaledObjects as KServe makes them.
final class ScaledObjects {
    static final String GROUP = "keda.sh";
    static final String KIND = "ScaledObject";

    private static final String DEFAULT_CPU_PERCENT = "80";
    private static final int THRESHOLD_DIGITS = 6;

    private final RenderSettings settings;

    ScaledObjects(RenderSettings settings) {
        this.settings = settings;
    }

    HasMetadata of(Workload workload) {
        Component component = workload.component();
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        spec.putObject("scaleTargetRef").put("name", workload.name());
        spec.put("minReplicaCount", workload.minReplicas());
        spec.put("maxReplicaCount", Scalers.maxReplicas(component, workload.minReplicas()));
        JsonNode behavior = Scalers.behavior(component);
        if (behavior.isObject()) {
            spec.withObject("/advanced/horizontalPodAutoscalerConfig").set("behavior", behavior);
        }
        ArrayNode triggers = spec.putArray("triggers");
        for (JsonNode metric : Scalers.metrics(component)) {
            triggers.add(trigger(workload, metric));
        }
        if (triggers.isEmpty()) {
            triggers.add(resource(KServeJson.mapper().createObjectNode().put("name", Scalers.CPU)));
        }
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(GROUP + "/v1alpha1");
        object.setKind(KIND);
        object.setMetadata(Metadata.of(workload, workload.name()));
        object.setAdditionalProperty("spec", spec);
        return object;
    }

    private ObjectNode trigger(Workload workload, JsonNode metric) {
        return switch (metric.path("type").asText()) {
            case "External" -> external(metric.path("external"));
            case "PodMetric" -> ofPods(workload, metric.path("podmetric"));
            default -> resource(metric.path("resource"));
        };
    }

    private static ObjectNode resource(JsonNode resource) {
        JsonNode target = resource.path("target");
        String type = target.path("type").asText("Utilization");
        String value =
                switch (type) {
                    case "AverageValue" -> target.path("averageValue").asText();
                    case "Value" -> target.path("value").asText();
                    default -> target.path("averageUtilization").asText(DEFAULT_CPU_PERCENT);
                };
        ObjectNode trigger = KServeJson.mapper().createObjectNode();
        trigger.put("type", resource.path("name").asText()).put("metricType", type);
        trigger.putObject("metadata").put("value", value);
        return trigger;
    }

    private static ObjectNode external(JsonNode external) {
        JsonNode metric = external.path("metric");
        ObjectNode trigger = KServeJson.mapper().createObjectNode();
        String backend = metric.path("backend").asText();
        trigger.put("type", backend);
        ObjectNode metadata = trigger.putObject("metadata");
        metadata.put("serverAddress", metric.path("serverAddress").asText())
                .put("query", metric.path("query").asText())
                .put("threshold", threshold(external));
        if (backend.equals("prometheus") && metric.hasNonNull("namespace")) {
            metadata.put("namespace", metric.get("namespace").asText());
        }
        authentication(external, trigger, metadata);
        return trigger;
    }

    /// KServe has the reference in `authenticationRef` itself or, with modes, below it.
    private static void authentication(JsonNode external, ObjectNode trigger, ObjectNode metadata) {
        JsonNode authentication = external.path("authenticationRef");
        String modes = authentication.path("authModes").asText();
        if (!modes.isEmpty()) {
            metadata.put("authModes", modes);
        }
        String name =
                authentication
                        .at("/authenticationRef/name")
                        .asText(authentication.path("name").asText());
        if (!name.isEmpty()) {
            trigger.putObject("authenticationRef").put("name", name);
        }
    }

    /// A metric of the pods themselves, which an OpenTelemetry collector beside them reports.
    private ObjectNode ofPods(Workload workload, JsonNode podMetric) {
        JsonNode metric = podMetric.path("metric");
        ObjectNode trigger = KServeJson.mapper().createObjectNode();
        trigger.put("type", "external");
        ObjectNode metadata = trigger.putObject("metadata");
        metadata.put(
                        "metricQuery",
                        "sum(%s{namespace=\"%s\", deployment=\"%s\"})"
                                .formatted(
                                        metric.path("query").asText(),
                                        workload.namespace(),
                                        workload.name()))
                .put("targetValue", threshold(podMetric))
                .put(
                        "scalerAddress",
                        metric.path("serverAddress").asText(settings.podMetricScaler()));
        if (metric.hasNonNull("operationOverTime")) {
            metadata.put("operationOverTime", metric.get("operationOverTime").asText());
        }
        return trigger;
    }

    /// As Go writes a float.
    private static String threshold(JsonNode source) {
        return Quantity.parse(source.at("/target/value"))
                .orElse(BigDecimal.ZERO)
                .setScale(THRESHOLD_DIGITS, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
