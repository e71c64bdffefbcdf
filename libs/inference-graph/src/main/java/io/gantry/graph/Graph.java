package io.gantry.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An InferenceGraph (`pkg/apis/serving/v1alpha1/inference_graph.go`).
///
/// @param nodes by their names
/// @param stepTimeout how long a step may take (`routerTimeouts.serviceClient`); null for no limit
///   of the graph's own
/// @param timeLimit until when the graph must have begun to answer (`timeout`,
///   `routerTimeouts.serverWrite`, whichever is less); null for the default
public record Graph(
        Map<String, Node> nodes, @Nullable Duration stepTimeout, @Nullable Duration timeLimit) {

    /// The node that requests enter by.
    public static final String ROOT = "root";

    public Graph {
        nodes = Map.copyOf(nodes);
    }

    /// @param spec the resource's `spec`
    public static Graph of(JsonNode spec) {
        Map<String, Node> nodes = new HashMap<>();
        spec.path("nodes").properties().forEach(node -> nodes.put(node.getKey(), node(node)));
        JsonNode timeouts = spec.path("routerTimeouts");
        return new Graph(
                nodes,
                seconds(timeouts.path("serviceClient")),
                least(seconds(spec.path("timeout")), seconds(timeouts.path("serverWrite"))));
    }

    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /// The names of the InferenceServices that steps lead to, in order.
    public Set<String> services() {
        Set<String> services = new TreeSet<>();
        for (Node node : nodes.values()) {
            for (Step step : node.steps()) {
                if (step.target() instanceof Target.OfService(String name)) {
                    services.add(name);
                }
            }
        }
        return services;
    }

    private static Node node(Map.Entry<String, JsonNode> node) {
        return new Node(
                RouterType.of(node.getValue().path("routerType").asText()),
                node.getValue().path("steps").valueStream().map(Step::of).toList());
    }

    private static @Nullable Duration seconds(JsonNode value) {
        return value.asLong() > 0 ? Duration.ofSeconds(value.asLong()) : null;
    }

    private static @Nullable Duration least(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }
}
