package io.gantry.proxy.graph;

import io.gantry.events.InferenceGraphApplied;
import io.gantry.events.Keys;
import io.gantry.graph.Graph;

/// A graph that can be asked.
///
/// @param generation that of the resource
public record GraphRoute(String namespace, String name, long generation, Graph graph) {

    public String key() {
        return Keys.service(namespace, name);
    }

    public static GraphRoute of(InferenceGraphApplied event) {
        return new GraphRoute(
                event.namespace(), event.name(), event.generation(), Graph.of(event.spec()));
    }
}
