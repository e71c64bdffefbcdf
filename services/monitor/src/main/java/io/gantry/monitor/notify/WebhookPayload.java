package io.gantry.monitor.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.monitor.silence.AlertLabels;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a webhook is sent; docs/operations.md describes it.
///
/// @param version of this format
/// @param id the same for all that is sent of one occurrence
/// @param change `opened`, `updated` or `resolved`
/// @param status `firing` or `resolved`
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookPayload(
        int version,
        String id,
        String change,
        String status,
        Map<String, String> labels,
        String summary,
        @Nullable String description,
        Map<String, String> facts,
        @Nullable String runbook,
        Instant startsAt,
        @Nullable Instant endsAt) {

    private static final int VERSION = 1;

    static WebhookPayload of(Notice notice) {
        return new WebhookPayload(
                VERSION,
                "%s/%s/%s@%s"
                        .formatted(
                                notice.alert().namespace(),
                                notice.alert().name(),
                                notice.alert().alert(),
                                notice.alert().startsAt()),
                notice.change().name().toLowerCase(Locale.ROOT),
                notice.endsAt() == null ? "firing" : "resolved",
                AlertLabels.of(notice.alert()),
                notice.summary(),
                notice.alert().description(),
                new TreeMap<>(notice.alert().facts()),
                notice.alert().runbook(),
                notice.alert().startsAt(),
                notice.endsAt());
    }
}
