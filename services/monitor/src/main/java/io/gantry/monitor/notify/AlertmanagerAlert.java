package io.gantry.monitor.notify;

import io.gantry.monitor.silence.AlertLabels;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// An alert as Alertmanager's v2 API takes it (`api/v2/openapi.yaml`, `postableAlert`). Labels are
/// its identity there, so what changes is an annotation.
@RegisterForReflection
record AlertmanagerAlert(
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        Instant endsAt) {

    /// @param expiry when an open alert counts as over if nothing is heard of it until then
    static AlertmanagerAlert of(Notice notice, Instant expiry) {
        Map<String, String> labels = AlertLabels.of(notice.alert());
        labels.put("alertname", notice.alert().alert());
        labels.remove("alert");
        Map<String, String> annotations = new TreeMap<>(notice.alert().facts());
        annotations.put("summary", notice.summary());
        if (notice.alert().description() != null) {
            annotations.put("description", notice.alert().description());
        }
        if (notice.alert().runbook() != null) {
            annotations.put("runbook_url", notice.alert().runbook());
        }
        Instant endsAt = notice.endsAt();
        // An end that is no later than the beginning is refused.
        Instant least = notice.alert().startsAt().plusMillis(1);
        Instant end = endsAt == null ? expiry : endsAt;
        return new AlertmanagerAlert(
                labels, annotations, notice.alert().startsAt(), end.isBefore(least) ? least : end);
    }
}
