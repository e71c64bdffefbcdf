package io.gantry.proxy.route;

import io.gantry.events.InferenceServiceApplied;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a second replica gets a copy of a request that is not answered yet ("hedging": Dean and
/// Barroso, The Tail at Scale, CACM 2013).
///
/// @param after how long the first replica has
public record HedgePolicy(Duration after) {

    /// A duration such as `80ms` or `2s`; none without it.
    static final String AFTER = "gantry.io/hedge-after";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s)");

    static Optional<HedgePolicy> of(InferenceServiceApplied service) {
        String after = service.manifest().at("/metadata/annotations").path(AFTER).asText("");
        Matcher duration = DURATION.matcher(after);
        if (!duration.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(duration.group(1));
        Duration parsed =
                duration.group(2).equals("s")
                        ? Duration.ofSeconds(number)
                        : Duration.ofMillis(number);
        return parsed.isZero() ? Optional.empty() : Optional.of(new HedgePolicy(parsed));
    }
}
