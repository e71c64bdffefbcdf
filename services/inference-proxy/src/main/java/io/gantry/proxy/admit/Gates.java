package io.gantry.proxy.admit;

import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.route.Lookup;
import io.gantry.proxy.route.RoutingTable;
import io.gantry.proxy.route.ServiceRoute;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The routing table in force, and the gate of each of its services.
@Singleton
public class Gates {

    private final ProxyConfig.Admit config;
    private final QueueWatch watch;
    private final EndpointPicker picker;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private volatile RoutingTable table = RoutingTable.EMPTY;

    Gates(ProxyConfig config, QueueWatch watch, EndpointPicker picker) {
        this.config = config.admit();
        this.watch = watch;
        this.picker = picker;
    }

    public RoutingTable table() {
        return table;
    }

    public Lookup find(@Nullable String namespace, String name) {
        return table.find(namespace, name);
    }

    /// The gate of a service; empty when it was deleted since it was found.
    public Optional<Gate> gateOf(ServiceRoute service) {
        return Optional.ofNullable(gates.get(service.key()));
    }

    /// Puts a changed table in force. One caller at a time.
    ///
    /// @param changes the services that differ from the table before, empty where one is gone
    public void update(Map<String, Optional<ServiceRoute>> changes) {
        changes.forEach((key, service) ->
                service.ifPresent(
                        present -> gates.computeIfAbsent(key, _ -> newGate()).update(present)));
        table = table.with(changes);
        changes.forEach((key, service) -> {
            if (service.isEmpty()) {
                Optional.ofNullable(gates.remove(key)).ifPresent(Gate::close);
            }
        });
    }

    private Gate newGate() {
        return new Gate(
                config.maxQueuedPerRevision(),
                watch,
                picker,
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }
}
