package io.gantry.monitor.silence;

import io.gantry.events.AlertOpened;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The labels by which alerts are silenced and routed.
public final class AlertLabels {

    private AlertLabels() {}

    /// Those of the rule, and `alert`, `severity`, `namespace` and `name`.
    public static Map<String, String> of(AlertOpened alert) {
        Map<String, String> labels = new TreeMap<>(alert.labels());
        labels.put("alert", alert.alert());
        labels.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        labels.put("namespace", alert.namespace());
        labels.put("name", alert.name());
        return labels;
    }
}
