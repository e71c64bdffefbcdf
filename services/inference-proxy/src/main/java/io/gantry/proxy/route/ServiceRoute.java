package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One service with all of its revisions, those that only have replicas left included.
///
/// @param createdSeconds when the service was made, in seconds since the epoch; 0 when unknown
/// @param choice how requests choose their revision; null when by its share alone
/// @param shadow who gets copies of requests; null for nobody
/// @param batch how requests are put together; null when they are not
/// @param hedge when a second replica gets a copy; null for never
/// @param predictPath where a step of a graph posts to
/// @param components what stands before the predictor
/// @param served the names by which its server knows its models; empty where the manifest says none
public record ServiceRoute(
        String namespace,
        String name,
        long createdSeconds,
        List<RevisionRoute> revisions,
        @Nullable RevisionChoice choice,
        @Nullable ShadowPolicy shadow,
        @Nullable BatchPolicy batch,
        @Nullable HedgePolicy hedge,
        String predictPath,
        Components components,
        List<String> served) {

    public ServiceRoute {
        revisions = List.copyOf(revisions);
        served = List.copyOf(served);
    }

    public String key() {
        return Keys.service(namespace, name);
    }

    /// Whether a request that names its model so can be answered.
    public boolean answersTo(String model) {
        return served.isEmpty() || served.contains(model);
    }

    /// The names to ask for.
    public List<String> models() {
        return served.isEmpty() ? List.of(name) : served;
    }

    /// Until when a request must have begun to be answered: what the newest revision of the spec
    /// says, or the default where it says nothing.
    public Duration timeLimit(Duration byDefault) {
        long seconds = 0;
        int newest = -1;
        for (RevisionRoute revision : revisions) {
            if (revision.listed() && revision.number() > newest) {
                newest = revision.number();
                seconds = revision.timeoutSeconds();
            }
        }
        return seconds == 0 ? byDefault : Duration.ofSeconds(seconds);
    }

    /// What is logged of a revision's traffic; null for nothing. What enters at a component before
    /// the predictor is logged as that component's if it has a log of its own.
    ///
    /// @param entry where the request enters; null for the predictor
    public @Nullable LogPolicy logOf(RevisionId id, @Nullable Endpoint entry) {
        LogPolicy ofEntry = components.logOf(entry);
        if (ofEntry != null) {
            return ofEntry;
        }
        for (RevisionRoute revision : revisions) {
            if (revision.log() != null && revision.id().equals(id)) {
                return revision.log();
            }
        }
        return null;
    }

    /// Joins what is wanted with what is there.
    public static ServiceRoute of(
            InferenceServiceApplied service, Collection<PredictorObserved> predictors) {
        Components components = Components.of(predictors, service.manifest());
        Map<String, PredictorObserved> observed = new HashMap<>();
        predictors.forEach(predictor -> observed.put(predictor.revision(), predictor));
        List<RevisionRoute> revisions = new ArrayList<>();
        for (Revision revision : service.revisions()) {
            revisions.add(listed(service, revision, observed.remove(revision.name())));
        }
        observed.values().forEach(predictor -> revisions.add(unlisted(predictor)));
        return new ServiceRoute(
                service.namespace(),
                service.name(),
                created(service.manifest()),
                revisions,
                RevisionChoice.of(service).orElse(null),
                ShadowPolicy.of(service).orElse(null),
                batch(service),
                HedgePolicy.of(service).orElse(null),
                PredictPath.of(service),
                components,
                ServedNames.of(service));
    }

    /// As the newest revision says, for a batch has no revision before it goes.
    private static @Nullable BatchPolicy batch(InferenceServiceApplied service) {
        return service.revisions().stream()
                .max(Comparator.comparingInt(Revision::number))
                .flatMap(newest -> BatchPolicy.of(newest.predictor()))
                .orElse(null);
    }

    private static RevisionRoute listed(
            InferenceServiceApplied service,
            Revision revision,
            @Nullable PredictorObserved predictor) {
        return new RevisionRoute(
                new RevisionId(service.namespace(), service.name(), revision.name()),
                revision.number(),
                true,
                revision.trafficPercent(),
                ready(predictor),
                (int) Math.max(0, revision.predictor().path("containerConcurrency").asLong(0)),
                Math.max(0, revision.predictor().path("timeout").asLong(0)),
                predictor == null ? null : predictor.phase(),
                predictor == null ? null : predictor.failure(),
                LogPolicy.ofPredictor(revision.predictor(), service.manifest()).orElse(null));
    }

    private static RevisionRoute unlisted(PredictorObserved predictor) {
        return new RevisionRoute(
                new RevisionId(predictor.namespace(), predictor.name(), predictor.revision()),
                numberOf(predictor.revision()),
                false,
                0,
                ready(predictor),
                0,
                0,
                predictor.phase(),
                predictor.failure(),
                null);
    }

    private static List<Endpoint> ready(@Nullable PredictorObserved predictor) {
        return predictor == null
                ? List.of()
                : predictor.endpoints().stream().filter(Endpoint::ready).toList();
    }

    /// The number at the end of a revision's name; 0 when there is none.
    private static int numberOf(String revision) {
        String digits = revision.substring(revision.lastIndexOf('-') + 1);
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long created(JsonNode manifest) {
        String created = manifest.path("metadata").path("creationTimestamp").asText("");
        try {
            return created.isEmpty() ? 0 : Instant.parse(created).getEpochSecond();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
