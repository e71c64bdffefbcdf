package io.gantry.monitor.alert;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows one alert from condition to event. Opened when its condition has held for a while, and
/// resolved when it was gone for a while; in between nothing is repeated. Not safe for use by
/// several threads at once.
final class AlertCase {

    private final AlertId id;
    private @Nullable AlertOpened open;
    private @Nullable Instant lastStart;
    private @Nullable Instant firingSince;
    private @Nullable Instant clearSince;

    AlertCase(AlertId id) {
        this.id = id;
    }

    Optional<AlertOpened> open() {
        return Optional.ofNullable(open);
    }

    /// Takes in what was published before, in any order and however often.
    void restore(AlertEvent event) {
        Instant known = lastStart;
        if (known != null && event.startsAt().isBefore(known)) {
            return;
        }
        boolean sameOccurrence = event.startsAt().equals(known);
        lastStart = event.startsAt();
        switch (event) {
            case AlertOpened opened -> {
                if (!sameOccurrence) {
                    open = opened;
                }
            }
            case AlertResolved _ -> open = null;
        }
    }

    /// Takes in a finding.
    ///
    /// @return what is to be published
    Optional<AlertEvent> observe(Finding finding, Timing timing, Instant now) {
        return switch (finding) {
            case Finding.Firing firing -> firing(firing, timing, now);
            case Finding.Clear clear -> clear(clear, timing, now);
            case Finding.Unclear _ -> {
                firingSince = null;
                clearSince = null;
                yield Optional.empty();
            }
        };
    }

    /// Resolves the alert if it is open.
    Optional<AlertEvent> resolve(String summary, Instant now) {
        AlertOpened resolved = open;
        firingSince = null;
        clearSince = null;
        open = null;
        return Optional.ofNullable(resolved)
                .map(opened ->
                        new AlertResolved(
                                opened.namespace(),
                                opened.name(),
                                opened.alert(),
                                opened.severity(),
                                summary,
                                opened.startsAt(),
                                now));
    }

    private Optional<AlertEvent> firing(Finding.Firing firing, Timing timing, Instant now) {
        clearSince = null;
        if (firingSince == null) {
            firingSince = now;
        }
        if (open != null || firingSince.plus(timing.openAfter()).isAfter(now)) {
            return Optional.empty();
        }
        AlertOpened opened =
                new AlertOpened(
                        id.service().namespace(),
                        id.service().name(),
                        id.alert(),
                        firing.severity(),
                        firing.summary(),
                        after(lastStart, now));
        open = opened;
        lastStart = opened.startsAt();
        return Optional.of(opened);
    }

    private Optional<AlertEvent> clear(Finding.Clear clear, Timing timing, Instant now) {
        firingSince = null;
        if (clearSince == null) {
            clearSince = now;
        }
        return clearSince.plus(timing.resolveAfter()).isAfter(now)
                ? Optional.empty()
                : resolve(clear.summary(), now);
    }

    /// Each occurrence begins after the one before, even if the clock was set back.
    private static Instant after(@Nullable Instant before, Instant now) {
        return before == null || now.isAfter(before) ? now : before.plusMillis(1);
    }

    /// @param openAfter how long the condition has to hold
    /// @param resolveAfter how long it has to be gone
    record Timing(Duration openAfter, Duration resolveAfter) {}
}
