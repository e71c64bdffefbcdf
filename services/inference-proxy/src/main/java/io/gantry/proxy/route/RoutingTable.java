package io.gantry.proxy.route;

import io.gantry.events.Keys;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every service that can be asked for. An immutable snapshot: a change makes a new table.
public final class RoutingTable {

    public static final RoutingTable EMPTY = new RoutingTable(Map.of(), ModelNames.NONE, Map.of());

    private static final Lookup UNKNOWN = new Lookup.Unknown();

    private final Map<String, ServiceRoute> byKey;
    private final ModelNames names;
    private final Map<String, Lookup> byHostLabel;

    private RoutingTable(
            Map<String, ServiceRoute> byKey, ModelNames names, Map<String, Lookup> byHostLabel) {
        this.byKey = byKey;
        this.names = names;
        this.byHostLabel = byHostLabel;
    }

    /// @param namespace null when the request does not say; then `default` wins
    /// @param name a service's, or one that its server has for a model
    public Lookup find(@Nullable String namespace, String name) {
        if (namespace == null) {
            return names.find(name);
        }
        ServiceRoute service = byKey.get(Keys.service(namespace, name));
        return service == null ? names.find(namespace, name) : new Lookup.Found(service);
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
        Map<String, Lookup> labels = new HashMap<>(byHostLabel);
        Set<String> affected = new HashSet<>();
        changes.forEach((key, service) -> {
            namesOf(byKey.get(key)).forEach(affected::add);
            namesOf(service.orElse(null)).forEach(affected::add);
            service.ifPresentOrElse(
                    present -> services.put(key, present), () -> services.remove(key));
        });
        for (String key : changes.keySet()) {
            for (String label : HostLabels.of(key)) {
                HostLabels.find(label, services)
                        .ifPresentOrElse(
                                found -> labels.put(label, found), () -> labels.remove(label));
            }
        }
        return new RoutingTable(services, names.with(services.values(), affected), labels);
    }

    /// The names of a service, before or after it changed.
    private static Stream<String> namesOf(@Nullable ServiceRoute service) {
        return service == null
                ? Stream.empty()
                : Stream.concat(Stream.of(service.name()), service.served().stream());
    }
}
