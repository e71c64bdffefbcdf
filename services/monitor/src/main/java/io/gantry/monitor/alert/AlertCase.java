package io.gantry.monitor.alert;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.AlertUpdated;
import io.gantry.monitor.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows one alert from condition to event. Opened when its condition has held for a while,
/// updated when something changes that a person would act on, and resolved when the condition was
/// gone for a while or a cause was opened that explains it; nothing is repeated. Not safe for use
/// by several threads at once.
final class AlertCase {

    private final AlertId id;
    private @Nullable AlertOpened open;
    private @Nullable Instant lastStart;
    private @Nullable Instant lastChange;
    private boolean over;
    private @Nullable Instant firingSince;
    private Finding.@Nullable Firing pending;
    private @Nullable Instant clearSince;

    AlertCase(AlertId id) {
        this.id = id;
    }

    /// The alert as it is now.
    Optional<AlertOpened> open() {
        return Optional.ofNullable(open);
    }

    /// What it may explain others by.
    Standing standing() {
        return new Standing(Optional.ofNullable(open), Optional.ofNullable(pending));
    }

    /// Takes in what was published before, in any order and however often.
    void restore(AlertEvent event) {
        Instant known = lastStart;
        if (known != null && event.startsAt().isBefore(known)) {
            return;
        }
        boolean another = !event.startsAt().equals(known);
        if (another) {
            begin(event.startsAt());
        }
        switch (event) {
            case AlertOpened opened -> {
                if (another) {
                    open = opened;
                }
            }
            case AlertUpdated updated -> {
                if (!over && (another || updated.updatedAt().isAfter(lastChange()))) {
                    open = updated.opened();
                    lastChange = updated.updatedAt();
                }
            }
            case AlertResolved _ -> {
                open = null;
                over = true;
            }
        }
    }

    /// Forgets what it saw and has not told, as it is another monitor's to look at now.
    void leave() {
        firingSince = null;
        pending = null;
        clearSince = null;
    }

    /// Takes in a finding.
    ///
    /// @return what is to be published
    Optional<AlertEvent> observe(Finding finding, Rule rule, Instant now) {
        return switch (finding) {
            case Finding.Firing firing -> firing(firing, rule, now);
            case Finding.Clear clear -> clear(clear, rule, now);
            case Finding.Held _ -> {
                due(rule, now);
                yield Optional.empty();
            }
            case Finding.Covered covered -> resolve(covered.sentence(), now);
            case Finding.Unclear _ -> {
                leave();
                yield Optional.empty();
            }
        };
    }

    /// Resolves the alert if it is open.
    Optional<AlertEvent> resolve(String summary, Instant now) {
        AlertOpened resolved = open;
        leave();
        open = null;
        over = true;
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

    private Optional<AlertEvent> firing(Finding.Firing firing, Rule rule, Instant now) {
        if (open != null) {
            clearSince = null;
            return update(told(firing, rule, open.startsAt()), now);
        }
        if (!heldFor(rule.pending(), now)) {
            pending = firing;
            return Optional.empty();
        }
        return Optional.of(opened(firing, rule, now));
    }

    /// Whether a finding that a pending cause explains has held for as long as this alert takes.
    boolean due(Rule rule, Instant now) {
        pending = null;
        return heldFor(rule.pending(), now);
    }

    /// Opens the alert before its condition has held for as long as it has to, since what comes of
    /// it has.
    Optional<AlertEvent> confirm(Rule rule, Instant now) {
        Finding.Firing found = pending;
        return found == null ? Optional.empty() : Optional.of(opened(found, rule, now));
    }

    private AlertOpened opened(Finding.Firing firing, Rule rule, Instant now) {
        pending = null;
        AlertOpened opened = told(firing, rule, after(lastStart, now));
        begin(opened.startsAt());
        open = opened;
        return opened;
    }

    /// Notes that the condition holds.
    ///
    /// @return whether it has for so long
    private boolean heldFor(Duration span, Instant now) {
        clearSince = null;
        if (firingSince == null) {
            firingSince = now;
        }
        return !firingSince.plus(span).isAfter(now);
    }

    private Optional<AlertEvent> update(AlertOpened changed, Instant now) {
        AlertOpened before = open;
        if (before == null
                || (before.severity() == changed.severity()
                        && before.facts().equals(changed.facts())
                        && before.labels().equals(changed.labels()))) {
            return Optional.empty();
        }
        open = changed;
        lastChange = after(lastChange, now);
        return Optional.of(
                new AlertUpdated(
                        changed.namespace(),
                        changed.name(),
                        changed.alert(),
                        changed.severity(),
                        changed.summary(),
                        changed.startsAt(),
                        lastChange,
                        changed.labels(),
                        changed.facts(),
                        changed.description(),
                        changed.runbook()));
    }

    private Optional<AlertEvent> clear(Finding.Clear clear, Rule rule, Instant now) {
        firingSince = null;
        pending = null;
        if (clearSince == null) {
            clearSince = now;
        }
        return clearSince.plus(rule.keepFiringFor()).isAfter(now)
                ? Optional.empty()
                : resolve(clear.sentence(), now);
    }

    private AlertOpened told(Finding.Firing firing, Rule rule, Instant startsAt) {
        Map<String, String> words =
                Map.of(
                        "finding", firing.sentence(),
                        "alert", rule.name(),
                        "severity", rule.severity().name().toLowerCase(Locale.ROOT),
                        "namespace", id.namespace(),
                        "name", id.name());
        return new AlertOpened(
                id.namespace(),
                id.name(),
                id.alert(),
                rule.severity(),
                rule.summary().fill(words),
                startsAt,
                rule.labels(),
                firing.facts(),
                rule.description().map(description -> description.fill(words)).orElse(null),
                rule.runbook().orElse(null));
    }

    private void begin(Instant startsAt) {
        lastStart = startsAt;
        lastChange = startsAt;
        over = false;
        open = null;
    }

    private Instant lastChange() {
        return lastChange == null ? Instant.MIN : lastChange;
    }

    /// Each occurrence begins after the one before, and each change comes after the one before,
    /// even if the clock was set back.
    private static Instant after(@Nullable Instant before, Instant now) {
        return before == null || now.isAfter(before) ? now : before.plusMillis(1);
    }

    /// How an alert stands.
    ///
    /// @param pending what was found, while that has not held for long enough to be told
    record Standing(Optional<AlertOpened> open, Optional<Finding.Firing> pending) {

        static final Standing NONE = new Standing(Optional.empty(), Optional.empty());
    }
}
