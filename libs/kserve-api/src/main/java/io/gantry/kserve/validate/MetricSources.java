package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `autoScaling.metrics` where Gantry itself scales, and finds what it does not follow.
///
/// A target of `External` and `PodMetric` is that of one replica, whether its type is `Value` or
/// `AverageValue`: KServe makes KEDA triggers of both, whose `metricType` is `AverageValue` where
/// nothing else is said (`pkg/controller/v1beta1/inferenceservice/reconcilers/keda`).
public final class MetricSources {

    /// What KServe takes where no percentage is given.
    private static final int DEFAULT_PERCENT = 80;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Set<String> RESOURCES = Set.of("cpu", "memory");
    private static final String LAST = "last_one";

    private final Findings findings;

    private MetricSources(Findings findings) {
        this.findings = findings;
    }

    /// Those that can be followed, in their order.
    ///
    /// @param path of the component
    public static List<MetricSource> read(String path, Component component, Findings findings) {
        MetricSources reader = new MetricSources(findings);
        JsonNode metrics = Keda.metrics(component);
        List<MetricSource> sources = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            String at = "%s.autoScaling.metrics[%d]".formatted(path, i);
            reader.source(at, metrics.path(i)).ifPresent(sources::add);
        }
        return sources;
    }

    private Optional<MetricSource> source(String at, JsonNode metric) {
        return switch (metric.path("type").asText()) {
            case "Resource" -> resource(at + ".resource", metric.path("resource"));
            case "External" -> external(at + ".external", metric.path("external"));
            case "PodMetric" -> ofReplicas(at + ".podmetric", metric.path("podmetric"));
            default -> {
                findings.wrong(
                        at + ".type",
                        metric.path("type").asText(),
                        "Unsupported value",
                        "use Resource, External or PodMetric");
                yield Optional.empty();
            }
        };
    }

    private Optional<MetricSource> resource(String at, JsonNode resource) {
        String name = resource.path("name").asText();
        if (!RESOURCES.contains(name)) {
            findings.wrong(
                    at + ".name",
                    name,
                    "resource type %s is not supported".formatted(name),
                    "use cpu or memory");
            return Optional.empty();
        }
        JsonNode target = resource.path("target");
        if (target.path("type").asText().equals("AverageValue")) {
            return quantity(at + ".target.averageValue", target.path("averageValue"))
                    .map(amount ->
                            new MetricSource.Resource(name, new MetricSource.Amount(amount)));
        }
        JsonNode percent = target.path("averageUtilization");
        if (percent.isMissingNode() || percent.isNull()) {
            return Optional.of(
                    new MetricSource.Resource(name, new MetricSource.Percent(DEFAULT_PERCENT)));
        }
        if (!percent.isIntegralNumber() || percent.asInt() < 1) {
            findings.wrong(
                    at + ".target.averageUtilization",
                    percent,
                    "the target utilization percentage should be 1 or more",
                    "use a percentage of what a replica requests");
            return Optional.empty();
        }
        return Optional.of(
                new MetricSource.Resource(name, new MetricSource.Percent(percent.asInt())));
    }

    private Optional<MetricSource> external(String at, JsonNode external) {
        JsonNode metric = external.path("metric");
        String backend = metric.path("backend").asText();
        if (!backend.equals("prometheus")) {
            findings.wrong(
                    at + ".metric.backend",
                    backend,
                    "Gantry asks no %s for metrics".formatted(backend),
                    "use prometheus, or the autoscaler class keda on a cluster that has KEDA");
            return Optional.empty();
        }
        if (external.hasNonNull("authenticationRef")) {
            findings.wrong(
                    at + ".authenticationRef",
                    external.path("authenticationRef"),
                    "it is KEDA's",
                    "give the monitor the server and its token with gantry.monitor.prometheus.url and token-file, or use the autoscaler class keda");
            return Optional.empty();
        }
        String query = metric.path("query").asText();
        if (query.isEmpty()) {
            findings.missing(
                    at + ".metric.query", "the query should not be empty", "give it a query");
            return Optional.empty();
        }
        String address = metric.path("serverAddress").asText();
        URI server = address.isEmpty() ? null : server(address);
        if (server == null && !address.isEmpty()) {
            findings.wrong(
                    at + ".metric.serverAddress",
                    address,
                    "it is no address of a Prometheus server",
                    "use one such as http://prometheus.monitoring:9090");
            return Optional.empty();
        }
        return target(at, external.path("target"))
                .map(target -> new MetricSource.Query(server, query, target));
    }

    private static @Nullable URI server(String address) {
        try {
            URI uri = URI.create(address);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getUserInfo() == null ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Optional<MetricSource> ofReplicas(String at, JsonNode podMetric) {
        JsonNode metric = podMetric.path("metric");
        String name = metric.path("query").asText();
        if (!NAME.matcher(name).matches()) {
            findings.wrong(
                    at + ".metric.query",
                    name,
                    "it is no name of a metric",
                    "name one that the replicas tell, or ask a Prometheus server with type External");
            return Optional.empty();
        }
        String operation = metric.path("operationOverTime").asText(LAST);
        if (!operation.equals(LAST)) {
            findings.wrong(
                    at + ".metric.operationOverTime",
                    operation,
                    "Gantry takes what replicas tell as it is",
                    "remove it, or use the autoscaler class keda");
            return Optional.empty();
        }
        if (metric.hasNonNull("serverAddress")) {
            findings.wrong(
                    at + ".metric.serverAddress",
                    metric.path("serverAddress").asText(),
                    "Gantry asks the replicas themselves",
                    "remove it, or use the autoscaler class keda");
            return Optional.empty();
        }
        return target(at, podMetric.path("target"))
                .map(target -> new MetricSource.OfReplicas(name, target, false));
    }

    private Optional<Double> target(String at, JsonNode target) {
        String field =
                target.path("type").asText().equals("AverageValue") && !target.hasNonNull("value")
                        ? "averageValue"
                        : "value";
        return quantity("%s.target.%s".formatted(at, field), target.path(field));
    }

    private Optional<Double> quantity(String field, JsonNode value) {
        Optional<Double> quantity =
                Quantity.parse(value)
                        .filter(amount -> amount.signum() > 0)
                        .map(BigDecimal::doubleValue)
                        .filter(Double::isFinite);
        if (quantity.isEmpty()) {
            findings.wrong(
                    field,
                    value.isValueNode() ? value.asText() : null,
                    "the target value should be a quantity above 0",
                    "give it what one replica carries, such as 10 or 2Gi");
        }
        return quantity;
    }
}
