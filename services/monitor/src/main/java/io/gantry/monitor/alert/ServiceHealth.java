package io.gantry.monitor.alert;

import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.rule.Match;
import io.gantry.monitor.scale.Scaling;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Puts together what is known of a service's revisions.
@Singleton
class ServiceHealth {

    private final Fleet fleet;
    private final Scaling scaling;
    private final LanguageModels languageModels;

    ServiceHealth(Fleet fleet, Scaling scaling, LanguageModels languageModels) {
        this.fleet = fleet;
        this.scaling = scaling;
        this.languageModels = languageModels;
    }

    /// What rules match.
    Match.Subject subject(InferenceServiceApplied service) {
        return new Match.Subject(
                service.namespace(),
                service.name(),
                () -> labels(service),
                () -> languageModels.contain(service));
    }

    List<InferenceServiceApplied> services() {
        return fleet.services();
    }

    /// The revisions that should exist.
    List<RevisionHealth> revisions(InferenceServiceApplied service) {
        return service.revisions().stream().map(revision -> of(service, revision)).toList();
    }

    /// True when any revision of the service takes requests, also one that is on its way out.
    boolean served(ServiceId service) {
        return fleet.predictors(service).stream()
                .anyMatch(seen -> seen.endpoints().stream().anyMatch(Endpoint::ready));
    }

    private static Map<String, String> labels(InferenceServiceApplied service) {
        return service.manifest().at("/metadata/labels").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().asText()));
    }

    private RevisionHealth of(InferenceServiceApplied service, Revision revision) {
        RevisionId id = new RevisionId(service.namespace(), service.name(), revision.name());
        Map<String, Double> figures = scaling.figures(id);
        boolean byOthers = scaling.byOthers(id);
        int decided = scaling.desired(id).orElse(0);
        return new RevisionHealth(
                revision.name(),
                byOthers ? Math.max(decided, running(id)) : decided,
                fleet.ready(id).size(),
                failure(id, revision),
                figures.containsKey("wanted")
                        ? OptionalInt.of(figures.get("wanted").intValue())
                        : OptionalInt.empty(),
                figures.getOrDefault("minReplicas", 0.0).intValue(),
                figures.getOrDefault("maxReplicas", 0.0).intValue(),
                byOthers);
    }

    /// Replicas that there are, ready or not.
    private int running(RevisionId id) {
        return fleet.predictor(id).map(seen -> seen.endpoints().size()).orElse(0);
    }

    /// That the files are missing is nearer to the cause than that the predictor does not start,
    /// but where replicas bring their own it only means that none of them starts warm.
    private Optional<Failure> failure(RevisionId id, Revision revision) {
        Optional<PredictorObserved> predictor = fleet.predictor(id);
        if (predictor.filter(PredictorObserved::replicasBringModels).isPresent()) {
            return predictor.map(PredictorObserved::failure);
        }
        Optional<Failure> files =
                fleet
                        .failed(
                                revision.artifacts().stream()
                                        .map(ArtifactReference::artifact)
                                        .collect(Collectors.toSet()))
                        .stream()
                        .map(ArtifactFailed::failure)
                        .findFirst();
        return files.or(() -> predictor.map(PredictorObserved::failure));
    }
}
