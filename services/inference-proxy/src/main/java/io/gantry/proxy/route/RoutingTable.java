package io.gantry.proxy.route;

import io.gantry.events.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every service that can be asked for. An immutable snapshot: a change makes a new table.
public final class RoutingTable {

    public static final RoutingTable EMPTY = new RoutingTable(Map.of(), Map.of(), Map.of());

    private static final Lookup UNKNOWN = new Lookup.Unknown();

    private final Map<String, ServiceRoute> byKey;
    private final Map<String, Lookup> byName;
    private final Map<String, Lookup> byHostLabel;

    private RoutingTable(
            Map<String, ServiceRoute> byKey,
            Map<String, Lookup> byName,
            Map<String, Lookup> byHostLabel) {
        this.byKey = byKey;
        this.byName = byName;
        this.byHostLabel = byHostLabel;
    }

    /// @param namespace null when the request does not say; then `default` wins
    public Lookup find(@Nullable String namespace, String name) {
        if (namespace == null) {
            return byName.getOrDefault(name, UNKNOWN);
        }
        ServiceRoute service = byKey.get(Keys.service(namespace, name));
        return service == null ? UNKNOWN : new Lookup.Found(service);
    }

    /// @param label the first label of a host name: `{name}-{namespace}` or
    ///   `{name}-predictor-{namespace}`
    public Lookup findByHost(String label) {
        return byHostLabel.getOrDefault(label, UNKNOWN);
    }

    /// @param key `namespace/name`
    public Optional<ServiceRoute> service(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    public Collection<ServiceRoute> services() {
        return byKey.values();
    }

    /// The table after some services changed, by key; empty where one is gone.
    public RoutingTable with(Map<String, Optional<ServiceRoute>> changes) {
        Map<String, ServiceRoute> services = new HashMap<>(byKey);
        Map<String, Lookup> names = new HashMap<>(byName);
        Map<String, Lookup> labels = new HashMap<>(byHostLabel);
        changes.forEach((key, service) -> {
            service.ifPresentOrElse(
                    present -> services.put(key, present), () -> services.remove(key));
        });
        changes.keySet().stream()
                .map(key -> key.substring(key.indexOf('/') + 1))
                .distinct()
                .forEach(name -> names.remove(name));
        namesakes(services, changes).forEach((name, found) -> names.put(name, byNameOf(found)));
        for (String key : changes.keySet()) {
            for (String label : HostLabels.of(key)) {
                HostLabels.find(label, services)
                        .ifPresentOrElse(
                                found -> labels.put(label, found), () -> labels.remove(label));
            }
        }
        return new RoutingTable(services, names, labels);
    }

    /// The services whose names are among those of the changed ones.
    private static Map<String, List<ServiceRoute>> namesakes(
            Map<String, ServiceRoute> services, Map<String, Optional<ServiceRoute>> changes) {
        Map<String, List<ServiceRoute>> found = new HashMap<>();
        changes.keySet()
                .forEach(key -> found.put(key.substring(key.indexOf('/') + 1), new ArrayList<>()));
        for (ServiceRoute service : services.values()) {
            List<ServiceRoute> same = found.get(service.name());
            if (same != null) {
                same.add(service);
            }
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private static Lookup byNameOf(List<ServiceRoute> sameName) {
        if (sameName.size() == 1) {
            return new Lookup.Found(sameName.getFirst());
        }
        return sameName.stream()
                .filter(service -> service.namespace().equals(Keys.DEFAULT_NAMESPACE))
                .findFirst()
                .<Lookup>map(Lookup.Found::new)
                .orElseGet(() ->
                        new Lookup.Ambiguous(
                                sameName.stream()
                                        .map(ServiceRoute::namespace)
                                        .sorted(Comparator.naturalOrder())
                                        .toList()));
    }
}
