package io.gantry.monitor.alert;

import io.gantry.events.AlertEvent;
import io.gantry.events.Keys;
import io.gantry.monitor.fleet.ServiceId;

/// One rule's alert of one service, or of one node, topic or consumer; at most one is open at a
/// time.
///
/// @param namespace of the service; [Keys#CLUSTER_SCOPE] for anything else
record AlertId(String namespace, String name, String alert) {

    static AlertId of(AlertEvent event) {
        return new AlertId(event.namespace(), event.name(), event.alert());
    }

    static AlertId of(ServiceId service, String alert) {
        return new AlertId(service.namespace(), service.name(), alert);
    }

    boolean ofCluster() {
        return namespace.equals(Keys.CLUSTER_SCOPE);
    }

    ServiceId service() {
        return new ServiceId(namespace, name);
    }

    /// Why the alert is over when what it is of is not there any more.
    String gone() {
        return ofCluster() ? name + " is gone" : "The service was deleted";
    }

    static AlertId ofCluster(String name, String alert) {
        return new AlertId(Keys.CLUSTER_SCOPE, name, alert);
    }
}
