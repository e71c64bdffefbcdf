package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.gantry.deployer.platform.ClusterObject;
import io.gantry.deployer.platform.PlatformAwayException;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.Failure;
import io.gantry.kserve.api.KServeJson;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Kubernetes' events that tell people why a revision is not ready: `kubectl describe` shows them
/// with the service, or with the Deployment or LeaderWorkerSet where the cluster has no such
/// object.
final class FailureEvents {

    /// The longest message that the API server takes (pkg/apis/core/validation/events.go).
    private static final int MOST_CHARACTERS = 1024;

    /// API servers forget events after an hour (`--event-ttl`), so what lasts is told twice in that
    /// time.
    private static final Duration AGAIN = Duration.ofMinutes(30);

    private final ClusterApi api;
    private final Sightings sightings;
    private final InstantSource time;

    /// What was told last of each revision that has a failure.
    private final Map<PredictorKey, Told> told = new ConcurrentHashMap<>();

    private record Told(String words, Instant at) {}

    FailureEvents(ClusterApi api, Sightings sightings, InstantSource time) {
        this.api = api;
        this.sightings = sightings;
        this.time = time;
    }

    /// One event for each revision and reason, told when it is news and, while it lasts, from time
    /// to time. What was told before a start of the deployer is told again.
    void lasts(PredictorKey key, ClusterObject service, Failure why) {
        Instant now = time.instant();
        Told before = told.get(key);
        String words = why.reason() + " " + why.sentences();
        if (before == null
                || !before.words().equals(words)
                || !before.at().plus(AGAIN).isAfter(now)) {
            told.put(key, new Told(words, now));
            tell(key, service, why);
        }
    }

    /// The next one is news again.
    void passed(PredictorKey key) {
        told.remove(key);
    }

    private void tell(PredictorKey key, ClusterObject service, Failure why) {
        try {
            api.tell(event(key, about(key, service), why));
        } catch (RefusedByClusterException | PlatformAwayException e) {
            Log.warnf("No Kubernetes event is written predictor=%s reason=%s", key, e.getMessage());
        }
    }

    private Event event(PredictorKey key, ObjectReference about, Failure why) {
        String reason = KServeJson.mapper().valueToTree(why.reason()).asText();
        String now = time.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(
                        "%s.%s"
                                .formatted(
                                        key.name(),
                                        Fingerprint.of(
                                                api.serialization(),
                                                List.of(
                                                        about.getUid() == null
                                                                ? about.getName()
                                                                : about.getUid(),
                                                        key.revision(),
                                                        reason))))
                .withNamespace(key.namespace())
                .endMetadata()
                .withInvolvedObject(about)
                .withType("Warning")
                .withReason(reason)
                .withMessage(message(key, why))
                .withNewSource()
                .withComponent(ClusterApi.FIELD_MANAGER)
                .endSource()
                .withReportingComponent("gantry.io/deployer")
                .withReportingInstance(ClusterApi.FIELD_MANAGER)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }

    private static String message(PredictorKey key, Failure why) {
        String message = key.revision() + ": " + why.sentences();
        return message.length() <= MOST_CHARACTERS
                ? message
                : message.substring(0, MOST_CHARACTERS - 1) + "…";
    }

    /// What people ask for when they look for the cause: the service where the cluster has it, else
    /// what keeps its replicas. Where there is neither, `kubectl get events` shows what is told.
    private ObjectReference about(PredictorKey key, ClusterObject service) {
        SetSighting seen = sightings.of(key).set();
        if (service.uid() != null || seen == null) {
            return new ObjectReferenceBuilder()
                    .withApiVersion(service.apiVersion())
                    .withKind(service.kind())
                    .withNamespace(key.namespace())
                    .withName(key.name())
                    .withUid(service.uid())
                    .build();
        }
        SetKind.Ref ref = seen.ref();
        return new ObjectReferenceBuilder()
                .withApiVersion(ref.kind().apiVersion())
                .withKind(ref.kind().kind())
                .withNamespace(ref.namespace())
                .withName(ref.name())
                .withUid(seen.uid())
                .build();
    }
}
