package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.kserve.api.Component;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/// Rules about `autoScaling.metrics` where KEDA is to scale.
final class Keda {
    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024L * 1024);
    private static final String UTILIZATION = "Utilization";
    private static final String AVERAGE_VALUE = "AverageValue";

    private Keda() {}

    static void check(String path, Component component, Findings findings) {
        if (component.scaleMetric() != null) {
            findings.wrong(
                    path + ".scaleMetric",
                    component.scaleMetric(),
                    "ScaleMetric is not supported for KEDA",
                    "use autoScaling.metrics instead");
        }
        JsonNode metrics = metrics(component);
        for (int i = 0; i < metrics.size(); i++) {
            metric("%s.autoScaling.metrics[%d]".formatted(path, i), metrics.get(i), findings);
        }
    }

    /// The metrics of the component; a missing node if there are none.
    static JsonNode metrics(Component component) {
        return component.autoScaling() == null
                ? MissingNode.getInstance()
                : component.autoScaling().path("metrics");
    }

    static void unset(String path, String type, String field, Findings findings) {
        findings.missing(
                path + "." + field,
                "metricSpec.%s is not set for %s metric source type".formatted(type, words(type)),
                "describe the metric in it");
    }

    private static String words(String type) {
        return type.equals("PodMetric") ? "pod" : type.toLowerCase(Locale.ROOT);
    }

    private static void metric(String path, JsonNode metric, Findings findings) {
        String type = metric.path("type").asText();
        switch (type) {
            case "Resource" -> resource(path, metric.path("resource"), findings);
            case "External" -> query(path, "External", "external", metric, findings);
            case "PodMetric" -> query(path, "PodMetric", "podmetric", metric, findings);
            default ->
                    findings.wrong(
                            path + ".type",
                            type,
                            "unknown KEDA metric type with value [%s].Valid types are Resource,External,PodMetric"
                                    .formatted(type),
                            "use one of these types");
        }
    }

    private static void resource(String path, JsonNode resource, Findings findings) {
        if (!resource.isObject()) {
            unset(path, "Resource", "resource", findings);
            return;
        }
        String at = path + ".resource";
        JsonNode target = resource.path("target");
        String type = target.path("type").asText();
        String name = resource.path("name").asText();
        boolean fits =
                switch (name) {
                    case "cpu" -> cpu(at, type, findings);
                    case "memory" -> memory(at, type, target, findings);
                    default -> other(at, name, findings);
                };
        if (fits) {
            target(at + ".target", target, findings);
        }
    }

    private static boolean cpu(String at, String type, Findings findings) {
        if (!type.equals(UTILIZATION)) {
            findings.wrong(
                    at + ".target.type",
                    type,
                    "the cpu target value type should be Utilization",
                    "set it to Utilization, with averageUtilization");
        }
        return type.equals(UTILIZATION);
    }

    private static boolean other(String at, String name, Findings findings) {
        findings.wrong(
                at + ".name",
                name,
                "resource type %s is not supported".formatted(name),
                "use cpu or memory");
        return false;
    }

    private static boolean memory(String at, String type, JsonNode target, Findings findings) {
        if (!type.equals(UTILIZATION) && !type.equals(AVERAGE_VALUE)) {
            findings.wrong(
                    at + ".target.type",
                    type,
                    "the memory target value type should be AverageValue or Utilization",
                    "set it to one of them");
            return false;
        }
        Optional<BigDecimal> value = Quantity.parse(target.path("averageValue"));
        if (type.equals(AVERAGE_VALUE)
                && value.isPresent()
                && value.get().compareTo(MEBIBYTE) < 0) {
            findings.wrong(
                    at + ".target.averageValue",
                    target.path("averageValue").asText(),
                    "the memory target value should be greater than 1 MiB",
                    "use a quantity such as 2Gi");
            return false;
        }
        return true;
    }

    private static void query(
            String path, String type, String field, JsonNode metric, Findings findings) {
        JsonNode source = metric.path(field);
        if (!source.isObject()) {
            unset(path, type, field, findings);
            return;
        }
        String at = path + "." + field;
        if (source.path("metric").path("query").asText().isEmpty()) {
            findings.missing(
                    at + ".metric.query", "the query should not be empty", "give it a query");
        }
        JsonNode target = source.path("target");
        if (!target.hasNonNull("value")) {
            findings.missing(
                    at + ".target.value",
                    "the target threshold value should not be empty",
                    "give it a value");
        }
        target(at + ".target", target, findings);
    }

    private static void target(String path, JsonNode target, Findings findings) {
        switch (target.path("type").asText()) {
            case UTILIZATION -> utilization(path + ".averageUtilization", target, findings);
            case AVERAGE_VALUE -> required(path, "averageValue", "AverageValue", target, findings);
            case "Value" -> required(path, "value", "Value", target, findings);
            default -> {
                // The types are an enumeration of the schema, which has its own rule.
            }
        }
    }

    private static void utilization(String field, JsonNode target, Findings findings) {
        JsonNode percent = target.path("averageUtilization");
        if (!percent.isNumber()) {
            findings.missing(
                    field, "the AverageUtilization type should be set", "give it a percentage");
        } else if (percent.asInt() < 1 || percent.asInt() > 100) {
            findings.wrong(
                    field,
                    percent,
                    "the target utilization percentage should be a [1-100] integer",
                    "use a percentage");
        }
    }

    private static void required(
            String path, String field, String type, JsonNode target, Findings findings) {
        if (Quantity.parse(target.path(field)).isEmpty()) {
            findings.wrong(
                    path + "." + field,
                    target.hasNonNull(field) ? target.get(field).asText() : null,
                    "the %s type should be set".formatted(type),
                    "give it a quantity");
        }
    }
}
