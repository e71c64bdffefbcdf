package io.gantry.kube.render;

import io.gantry.kserve.validate.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a revision may take to get ready. KServe has ten minutes for all; models that take
/// longer to load say so by Knative's annotation (serving/pkg/apis/serving/register.go).
public final class ProgressDeadline {
    static final String ANNOTATION = "serving.knative.dev/progress-deadline";

    private static final int DEFAULT_SECONDS = 600;
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private ProgressDeadline() {}

    static int seconds(Workload workload) {
        return seconds(Metadata.annotations(workload));
    }

    /// That of an object with these annotations.
    public static int seconds(Map<String, String> annotations) {
        Integer asked = asked(annotations);
        return asked == null ? DEFAULT_SECONDS : asked;
    }

    /// In seconds; null when the annotations do not say.
    public static @Nullable Integer asked(Map<String, String> annotations) {
        String text = annotations.get(ANNOTATION);
        return text == null ? null : Integer.valueOf(seconds(text));
    }

    private static int seconds(String text) {
        Matcher parts = DURATION.matcher(text);
        if (parts.matches()) {
            long seconds =
                    Duration.ofHours(number(parts.group(1)))
                            .plusMinutes(number(parts.group(2)))
                            .plusSeconds(number(parts.group(3)))
                            .toSeconds();
            if (seconds > 0) {
                return Math.toIntExact(seconds);
            }
        }
        throw new Refusal(
                "metadata.annotations[" + ANNOTATION + "]",
                text,
                "it is no duration of whole seconds above 0",
                "write it like 90s, 15m or 1h30m");
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
