package io.gantry.proxy.graph;

import io.gantry.events.Keys;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The graphs that can be asked, looked up when no model has the name. One thread changes them.
@Singleton
public class Graphs {

    private volatile Map<String, GraphRoute> byKey = Map.of();

    public Optional<GraphRoute> find(String namespace, String name) {
        return Optional.ofNullable(byKey.get(Keys.service(namespace, name)));
    }

    /// @param label the first label of a host name: `{name}-{namespace}`
    /// @return more than one where names and namespaces have dashes in them
    public List<GraphRoute> findByHost(String label) {
        return byKey.values().stream()
                .filter(graph -> label.equals(graph.name() + "-" + graph.namespace()))
                .toList();
    }

    public void put(GraphRoute graph) {
        Map<String, GraphRoute> next = new HashMap<>(byKey);
        next.put(Keys.service(graph.namespace(), graph.name()), graph);
        byKey = Map.copyOf(next);
    }

    /// @param key `namespace/name`
    public void remove(String key) {
        Map<String, GraphRoute> next = new HashMap<>(byKey);
        next.remove(key);
        byKey = Map.copyOf(next);
    }
}
