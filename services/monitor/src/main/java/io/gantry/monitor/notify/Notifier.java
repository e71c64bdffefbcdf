package io.gantry.monitor.notify;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.AlertUpdated;
import io.gantry.events.Keys;
import io.gantry.monitor.silence.AlertLabels;
import io.gantry.monitor.silence.Silences;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what the receivers are told: of every alert once that it is open, what changes, and once
/// that it is over. Of a silenced alert nothing, unless the silence ends before it; but whoever was
/// told that an alert is open is told that it is over. Each monitor tells of what is its own, and
/// remembers what the others have told. Called under the lock of who has the alerts.
@ApplicationScoped
public class Notifier {

    private final Silences silences;
    private final Sinks sinks;
    private final Map<String, AlertOpened> told = new HashMap<>();

    Notifier(Silences silences, Sinks sinks) {
        this.silences = silences;
        this.sinks = sinks;
    }

    /// Takes in what was published of an alert.
    public void changed(AlertEvent event, Instant now) {
        switch (event) {
            case AlertOpened _ -> {}
            case AlertUpdated updated -> {
                AlertOpened alert = updated.opened();
                if (told.replace(event.key(), alert) != null && !silenced(alert, now)) {
                    sinks.take(Notice.open(Notice.Change.UPDATED, alert));
                }
            }
            case AlertResolved resolved -> {
                AlertOpened alert = told.remove(event.key());
                if (alert != null) {
                    sinks.take(
                            new Notice(
                                    Notice.Change.RESOLVED,
                                    alert,
                                    resolved.summary(),
                                    resolved.endsAt()));
                }
            }
        }
    }

    /// To be called once, before anything is judged: what is open by then was told by the monitor
    /// before this one, unless it was silenced when it began.
    ///
    /// @param open all alerts that are open
    public void begin(List<AlertOpened> open) {
        for (AlertOpened alert : open) {
            if (!silenced(alert, alert.startsAt())) {
                told.put(key(alert), alert);
            }
        }
    }

    /// Takes in what another monitor has published: that one tells of it, too.
    ///
    /// @param open the alert as it is now; empty when it is over
    public void toldByAnother(String key, Optional<AlertOpened> open) {
        if (open.isEmpty()) {
            told.remove(key);
        } else if (told.containsKey(key) || !silenced(open.get(), open.get().startsAt())) {
            told.put(key, open.get());
        }
    }

    /// Tells what has not been told.
    ///
    /// @param open all alerts that are open
    /// @param mine keys of those that are this monitor's to tell
    public void tick(List<AlertOpened> open, Set<String> mine, Instant now) {
        for (AlertOpened alert : open) {
            if (!told.containsKey(key(alert)) && !silenced(alert, now)) {
                told.put(key(alert), alert);
                if (mine.contains(key(alert))) {
                    sinks.take(Notice.open(Notice.Change.OPENED, alert));
                }
            }
        }
        sinks.open(
                told.entrySet().stream()
                        .filter(entry -> mine.contains(entry.getKey()))
                        .map(entry -> Notice.open(Notice.Change.OPENED, entry.getValue()))
                        .toList());
    }

    private boolean silenced(AlertOpened alert, Instant at) {
        return !silences.of(AlertLabels.of(alert), at).isEmpty();
    }

    private static String key(AlertOpened alert) {
        return Keys.alert(alert.namespace(), alert.name(), alert.alert());
    }
}
