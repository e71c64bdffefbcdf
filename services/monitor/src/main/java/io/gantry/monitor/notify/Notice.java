package io.gantry.monitor.notify;

import io.gantry.events.AlertOpened;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is told of one alert.
///
/// @param alert as it is now, or as it was last
/// @param summary the alert's, or how it ended
/// @param endsAt null while it is open
record Notice(Change change, AlertOpened alert, String summary, @Nullable Instant endsAt) {

    /// What has become of the alert.
    enum Change {
        OPENED,
        UPDATED,
        RESOLVED
    }

    static Notice open(Change change, AlertOpened alert) {
        return new Notice(change, alert, alert.summary(), null);
    }
}
