package io.gantry.deployer.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.ContainerPort;
import io.gantry.kserve.api.HttpGetAction;
import io.gantry.kserve.api.Probe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The readiness probe of a container as a check from this machine.
///
/// Checked are `httpGet` over plain HTTP and `tcpSocket`; in place of any other kind it is checked
/// that the port takes connections.
final class Probes {

    private static final int DEFAULT_PERIOD = 10;
    private static final int DEFAULT_TIMEOUT = 1;
    private static final int DEFAULT_FAILURES = 3;

    private Probes() {}

    static ReadinessCheck readiness(Container container, int mainPort) {
        Probe probe = container.readinessProbe();
        if (probe == null) {
            return check(null, mainPort, Map.of(), null);
        }
        HttpGetAction http = probe.httpGet();
        if (http != null && !"HTTPS".equalsIgnoreCase(http.scheme())) {
            String path = http.path() == null ? "/" : http.path();
            return check(
                    path.startsWith("/") ? path : "/" + path,
                    port(http.port(), container, mainPort),
                    headers(http),
                    probe);
        }
        JsonNode port =
                http != null
                        ? http.port()
                        : probe.tcpSocket() == null ? null : probe.tcpSocket().port();
        return check(null, port(port, container, mainPort), Map.of(), probe);
    }

    private static ReadinessCheck check(
            @Nullable String path, int port, Map<String, String> headers, @Nullable Probe probe) {
        return new ReadinessCheck(
                path,
                port,
                headers,
                seconds(probe == null ? null : probe.periodSeconds(), DEFAULT_PERIOD),
                seconds(probe == null ? null : probe.timeoutSeconds(), DEFAULT_TIMEOUT),
                atLeastOne(probe == null ? null : probe.successThreshold(), 1),
                atLeastOne(probe == null ? null : probe.failureThreshold(), DEFAULT_FAILURES));
    }

    private static long seconds(@Nullable Integer seconds, int otherwise) {
        return Duration.ofSeconds(atLeastOne(seconds, otherwise)).toMillis();
    }

    private static int atLeastOne(@Nullable Integer value, int otherwise) {
        return value == null || value < 1 ? otherwise : value;
    }

    /// A number, or the name of one of the container's ports.
    private static int port(@Nullable JsonNode port, Container container, int mainPort) {
        if (port == null || port.isNull()) {
            return mainPort;
        }
        if (port.canConvertToInt()) {
            return port.intValue();
        }
        List<ContainerPort> ports = container.ports() == null ? List.of() : container.ports();
        return ports.stream()
                .filter(each -> port.asText().equals(each.name()))
                .map(ContainerPort::containerPort)
                .findFirst()
                .orElse(mainPort);
    }

    private static Map<String, String> headers(HttpGetAction http) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode listed = http.unknown().get("httpHeaders");
        if (listed != null) {
            listed.forEach(header ->
                    headers.put(header.path("name").asText(), header.path("value").asText()));
        }
        return headers;
    }
}
