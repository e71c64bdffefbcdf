package io.gantry.monitor.silence;

import io.gantry.monitor.rule.Durations;
import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A silence that is asked for.
///
/// @param matchers values by label, in which `*` stands for any text
/// @param duration how long from now, for example `2h`; instead of `endsAt`
/// @param endsAt when it ends; instead of `duration`
/// @param comment why
/// @param createdBy who wants it
@RegisterForReflection
record SilenceRequest(
        @Schema(examples = "{\"namespace\": \"default\", \"alert\": \"*Burns*\"}")
                @Nullable Map<String, String> matchers,
        @Schema(examples = "2h") @Nullable String duration,
        @Nullable Instant endsAt,
        @Schema(examples = "The disks are exchanged") @Nullable String comment,
        @Schema(examples = "ada") @Nullable String createdBy) {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int UNPROCESSABLE = 422;

    /// @throws ProblemException that names every field that is wrong
    Checked check(Instant now) {
        List<Problem.FieldError> errors = new ArrayList<>();
        Map<String, String> labels = matchers == null ? Map.of() : matchers;
        if (labels.isEmpty() || labels.containsValue(null)) {
            errors.add(
                    error(
                            "matchers",
                            "Give at least one label and its value, \"alert\": \"*\" for all."));
        }
        Optional<Instant> end = end(now, errors);
        required("comment", comment, errors);
        required("createdBy", createdBy, errors);
        if (!errors.isEmpty() || end.isEmpty() || comment == null || createdBy == null) {
            throw new ProblemException(
                    Problem.of(
                                    UNPROCESSABLE,
                                    "silence-invalid",
                                    "The silence cannot be taken",
                                    "Correct the fields that are named in errors.")
                            .withErrors(errors));
        }
        return new Checked(labels, end.get(), comment, createdBy);
    }

    private Optional<Instant> end(Instant now, List<Problem.FieldError> errors) {
        if ((duration == null) == (endsAt == null)) {
            errors.add(error("duration", "Give either duration or endsAt."));
            return Optional.empty();
        }
        if (duration != null) {
            Optional<Duration> read = Durations.read(duration).filter(Duration::isPositive);
            if (read.isEmpty() || read.get().compareTo(LONGEST) > 0) {
                errors.add(
                        error(
                                "duration",
                                "Found %s; write a duration such as 30m or 2h, at most 366d."
                                        .formatted(duration)));
                return Optional.empty();
            }
            return read.map(now::plus);
        }
        Optional<Instant> found =
                Optional.ofNullable(endsAt)
                        .filter(at -> at.isAfter(now) && at.isBefore(now.plus(LONGEST)));
        if (found.isEmpty()) {
            errors.add(
                    error(
                            "endsAt",
                            "Found %s; it must lie ahead, at most 366 days.".formatted(endsAt)));
        }
        return found;
    }

    private static void required(
            String field, @Nullable String value, List<Problem.FieldError> errors) {
        if (value == null || value.isBlank()) {
            errors.add(error(field, "It is missing; the next person will want to know."));
        }
    }

    private static Problem.FieldError error(String field, String message) {
        return new Problem.FieldError(field, message);
    }

    /// What is right about it.
    record Checked(
            Map<String, String> matchers, Instant endsAt, String comment, String createdBy) {}
}
