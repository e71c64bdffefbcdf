package io.gantry.registry.status;

import io.gantry.kserve.api.FailureInfo;
import org.jspecify.annotations.Nullable;

/// How one revision does.
///
/// @param finding whether it can take requests; what sleeps and can be woken can
/// @param failure why it, or a part of its replicas, cannot; null when nothing is known to be wrong
/// @param specIsWrong whether only another spec can mend the failure
record Report(
        Finding finding, ModelState state, @Nullable FailureInfo failure, boolean specIsWrong) {

    static Report of(Finding finding, ModelState state) {
        return new Report(finding, state, null, false);
    }
}
