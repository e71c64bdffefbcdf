package io.gantry.registry.registration;

import io.gantry.bus.UnreadableRecordException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a message turned out to be.
///
/// @param registration empty when it does not even tell which service it is about
/// @param unreadable why it belongs on the dead letter topic; null when it does not
record Reading(
        Optional<Registration> registration, @Nullable UnreadableRecordException unreadable) {}
