package io.gantry.registry.bridge;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// The Event that tells people why the registry does not take an object; `kubectl describe` shows
/// it.
final class RefusalEvent {

    /// What the API server allows.
    private static final int LONGEST_MESSAGE = 1024;

    private static final int LONGEST_NAME = 253;

    private RefusalEvent() {}

    /// Always the same name for the same refusal, so that it is there once however often it is
    /// told.
    static Event of(ClusterObject object, IntakeOutcome.Refused refused, Instant now) {
        String namespace = object.key().namespace();
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace == null ? "default" : namespace)
                .withName(name(object, refused))
                .endMetadata()
                .withType("Warning")
                .withReason(refused.reason())
                .withMessage(shortened(refused.message()))
                .withNewInvolvedObject()
                .withApiVersion(object.seen().getApiVersion())
                .withKind(object.key().kind())
                .withNamespace(namespace)
                .withName(object.key().name())
                .withUid(object.uid())
                .withResourceVersion(object.seen().getMetadata().getResourceVersion())
                .endInvolvedObject()
                .withNewSource()
                .withComponent("gantry-model-registry")
                .endSource()
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build();
    }

    private static String name(ClusterObject object, IntakeOutcome.Refused refused) {
        String what = object.uid() + refused.reason() + refused.message();
        String suffix = "." + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
        String name = object.key().name();
        return name.substring(0, Math.min(name.length(), LONGEST_NAME - suffix.length())) + suffix;
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
