package io.gantry.kserve.validate;

import io.gantry.kserve.api.InferenceService;
import java.util.List;
import java.util.regex.Pattern;

/// Gantry's own annotations that the inference proxy reads, which the schema knows nothing of.
final class ProxyAnnotations {

    private static final String STICKY = "gantry.io/sticky";
    private static final String HEDGE = "gantry.io/hedge-after";
    private static final List<String> PERCENTAGES =
            List.of("gantry.io/log-sample-percent", "gantry.io/shadow-percent");

    /// A header's name, or a cookie's, is a token (RFC 9110, section 5.6.2).
    private static final Pattern USER =
            Pattern.compile("(header|cookie):[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Pattern DURATION = Pattern.compile("0*[1-9][0-9]{0,5}(ms|s)");

    private ProxyAnnotations() {}

    static void warnings(InferenceService service, Findings findings) {
        String sticky = service.annotation(STICKY);
        if (sticky != null && !USER.matcher(sticky).matches()) {
            findings.wrong(
                    field(STICKY),
                    sticky,
                    "it does not say what a user is known by, so users are not told apart",
                    "write header:NAME or cookie:NAME");
        }
        String hedge = service.annotation(HEDGE);
        if (hedge != null && !DURATION.matcher(hedge).matches()) {
            findings.wrong(
                    field(HEDGE),
                    hedge,
                    "it is no duration, so no second replica is asked",
                    "write a number of ms or s, as in 80ms");
        }
        for (String name : PERCENTAGES) {
            String value = service.annotation(name);
            if (value != null && !isPercentage(value)) {
                findings.wrong(
                        field(name),
                        value,
                        "it is no percentage, so it is passed over",
                        "write a number from 0 to 100");
            }
        }
    }

    private static boolean isPercentage(String value) {
        try {
            double percent = Double.parseDouble(value);
            return percent >= 0 && percent <= 100;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String field(String annotation) {
        return "metadata.annotations[\"%s\"]".formatted(annotation);
    }
}
