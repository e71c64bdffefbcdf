package io.gantry.monitor.scale;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Why a number of replicas is what it is: the rule that gave it, or what kept the rule from being
/// followed.
///
/// @param name for programs, in CamelCase, for example `PanicWindow`
/// @param words for people, as part of the reason
record Ground(String name, String words) {

    /// @param which of the rules or bounds of this package or of `libs/autoscale`
    static Ground of(Enum<?> which, String words) {
        return new Ground(
                Arrays.stream(which.name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining()),
                words);
    }

    /// Rules beside those of `libs/autoscale`.
    enum Rule {
        /// Requests are there, whatever the averages say.
        REQUESTS_PRESENT,
        /// A metric by Kubernetes' rule.
        METRIC,
        /// None of the metrics is known.
        METRIC_UNKNOWN,
        INITIAL_SCALE,
        STOPPED,
        /// Somebody else scales it, so that this is a number to begin with.
        SCALED_BY_OTHERS
    }

    /// Bounds beside those of `libs/autoscale`.
    enum Bound {
        MIN_REPLICAS,
        MAX_REPLICAS,
        INITIAL_SCALE,
        METRIC_UNKNOWN,
        /// Somebody usually comes soon.
        USUAL_DEMAND,
        SAMPLES_NOT_HEARD,
        PROXY_SILENT,
        SCALE_TO_ZERO_OFF,
        READY_FOR_TOO_SHORT,
        GRACE_PERIOD
    }
}
