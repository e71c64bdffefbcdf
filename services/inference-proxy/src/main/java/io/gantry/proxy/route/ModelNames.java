package io.gantry.proxy.route;

import io.gantry.events.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the names lead to that requests may give without a namespace, and those within one that are
/// no service's own: the services', and what their servers call their models. Immutable.
final class ModelNames {

    static final ModelNames NONE = new ModelNames(Map.of(), Map.of());

    private static final Lookup UNKNOWN = new Lookup.Unknown();

    private final Map<String, Lookup> bare;

    /// By name, then by namespace.
    private final Map<String, Map<String, Lookup>> within;

    private ModelNames(Map<String, Lookup> bare, Map<String, Map<String, Lookup>> within) {
        this.bare = bare;
        this.within = within;
    }

    Lookup find(String name) {
        return bare.getOrDefault(name, UNKNOWN);
    }

    Lookup find(String namespace, String name) {
        Map<String, Lookup> namespaces = within.get(name);
        return namespaces == null ? UNKNOWN : namespaces.getOrDefault(namespace, UNKNOWN);
    }

    /// @param affected the names that may lead elsewhere than before
    ModelNames with(Collection<ServiceRoute> services, Set<String> affected) {
        Map<String, List<ServiceRoute>> claims = new HashMap<>();
        affected.forEach(name -> claims.put(name, new ArrayList<>()));
        for (ServiceRoute service : services) {
            claim(claims, service.name(), service);
            for (String name : service.served()) {
                if (!name.equals(service.name())) {
                    claim(claims, name, service);
                }
            }
        }
        Map<String, Lookup> newBare = new HashMap<>(bare);
        Map<String, Map<String, Lookup>> newWithin = new HashMap<>(within);
        claims.forEach((name, claimants) -> {
            newBare.remove(name);
            newWithin.remove(name);
            if (!claimants.isEmpty()) {
                newBare.put(name, everywhere(name, claimants));
                Map<String, Lookup> namespaces = byNamespace(name, claimants);
                if (!namespaces.isEmpty()) {
                    newWithin.put(name, namespaces);
                }
            }
        });
        return new ModelNames(newBare, newWithin);
    }

    private static void claim(
            Map<String, List<ServiceRoute>> claims, String name, ServiceRoute service) {
        List<ServiceRoute> claimants = claims.get(name);
        if (claimants != null) {
            claimants.add(service);
        }
    }

    /// `default` comes before other namespaces.
    private static Lookup everywhere(String name, List<ServiceRoute> claimants) {
        List<ServiceRoute> near =
                claimants.stream()
                        .filter(service -> service.namespace().equals(Keys.DEFAULT_NAMESPACE))
                        .toList();
        if (!near.isEmpty()) {
            return together(name, near);
        }
        long namespaces = claimants.stream().map(ServiceRoute::namespace).distinct().count();
        return namespaces == 1 ? together(name, claimants) : ambiguous(claimants);
    }

    private static Map<String, Lookup> byNamespace(String name, List<ServiceRoute> claimants) {
        Map<String, List<ServiceRoute>> grouped = new HashMap<>();
        for (ServiceRoute service : claimants) {
            grouped.computeIfAbsent(service.namespace(), _ -> new ArrayList<>()).add(service);
        }
        Map<String, Lookup> found = new HashMap<>();
        grouped.forEach((namespace, services) -> {
            // Own names are looked up before these.
            if (services.stream().noneMatch(service -> service.name().equals(name))) {
                found.put(namespace, together(name, services));
            }
        });
        return found;
    }

    /// Of one namespace's, the service of that very name comes before those whose servers have it.
    private static Lookup together(String name, List<ServiceRoute> services) {
        if (services.size() == 1) {
            return new Lookup.Found(services.getFirst());
        }
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .<Lookup>map(Lookup.Found::new)
                .orElseGet(() -> ambiguous(services));
    }

    private static Lookup ambiguous(List<ServiceRoute> services) {
        return new Lookup.Ambiguous(
                services.stream()
                        .sorted(
                                Comparator.comparing(ServiceRoute::namespace)
                                        .thenComparing(ServiceRoute::name))
                        .map(ServiceRoute::key)
                        .toList());
    }
}
