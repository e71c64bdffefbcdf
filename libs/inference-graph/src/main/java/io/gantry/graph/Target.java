package io.gantry.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Where a step leads.
public sealed interface Target {

    Set<String> SCHEMES = Set.of("http", "https");

    /// Another node of the graph.
    record OfNode(String name) implements Target {
        @Override
        public String toString() {
            return "node " + name;
        }
    }

    /// An InferenceService of the graph's namespace.
    record OfService(String name) implements Target {
        @Override
        public String toString() {
            return "service " + name;
        }
    }

    /// Any address, taken as it is. Only its host is told to people: users and queries may be
    /// secrets.
    record OfUrl(URI url) implements Target {
        @Override
        public String toString() {
            return "address at " + url.getHost();
        }
    }

    /// Nowhere.
    record Unusable(String reason) implements Target {
        @Override
        public String toString() {
            return reason;
        }
    }

    /// As KServe's router looks: a node comes first.
    static Target of(JsonNode step) {
        String node = step.path("nodeName").asText();
        String url = step.path("serviceUrl").asText();
        String service = step.path("serviceName").asText();
        if (!node.isEmpty()) {
            return new OfNode(node);
        }
        if (!url.isEmpty()) {
            return ofUrl(url);
        }
        return service.isEmpty()
                ? new Unusable("the step names no target")
                : new OfService(service);
    }

    private static Target ofUrl(String text) {
        try {
            URI url = new URI(text);
            if (url.getScheme() != null
                    && SCHEMES.contains(url.getScheme())
                    && url.getHost() != null) {
                return new OfUrl(url);
            }
            return new Unusable(
                    "serviceUrl has to be http:// or https:// and a host, found the scheme '%s' and the host '%s'"
                            .formatted(url.getScheme(), url.getHost()));
        } catch (URISyntaxException e) {
            return new Unusable(
                    "serviceUrl cannot be read: %s at character %d"
                            .formatted(e.getReason(), e.getIndex()));
        }
    }
}
