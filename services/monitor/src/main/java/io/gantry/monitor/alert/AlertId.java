package io.gantry.monitor.alert;

import io.gantry.events.AlertEvent;
import io.gantry.monitor.fleet.ServiceId;

/// One rule's alert of one service; at most one is open at a time.
record AlertId(ServiceId service, String alert) {

    static AlertId of(AlertEvent event) {
        return new AlertId(new ServiceId(event.namespace(), event.name()), event.alert());
    }
}
