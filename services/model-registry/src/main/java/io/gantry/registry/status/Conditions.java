package io.gantry.registry.status;

import io.gantry.kserve.api.Condition;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.registry.inferenceservice.StoredService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The conditions of a service.
///
/// `Ready` is `PredictorReady` and `IngressReady`, as in KServe. The others inform: of Knative's
/// conditions, those that mean something without Knative, where the service does not ask for
/// Standard mode.
record Conditions(
        StoredService service, Sightings sightings, Rotation rotation, RevisionView newest) {

    private static final String STOPPED = "Stopped";

    /// @param created when the service was created
    List<Condition> list(Instant created) {
        if (Annotations.stopped(service.resource())) {
            return stopped(sightings.lastRemoval() == null ? created : sightings.lastRemoval());
        }
        Finding predictor = predictor();
        Finding ingress = ingress(predictor);
        List<Condition> conditions = new ArrayList<>();
        conditions.add(ingress.as("IngressReady"));
        conditions.add(predictor.as("PredictorReady"));
        conditions.add(Finding.all(List.of(predictor, ingress)).as("Ready"));
        if (!Annotations.STANDARD.equals(Annotations.deploymentMode(service.resource()))) {
            conditions.add(newest.report().finding().as("LatestDeploymentReady"));
            conditions.add(routes().as("RoutesReady"));
        }
        conditions.sort(Comparator.comparing(Condition::type));
        return conditions;
    }

    private static List<Condition> stopped(Instant since) {
        Finding no =
                new Finding(
                        Truth.FALSE,
                        STOPPED,
                        "Stopped by the annotation %s; remove it to start"
                                .formatted(Annotations.STOP),
                        since);
        return List.of(
                no.as("IngressReady"),
                no.as("PredictorReady"),
                no.as("Ready"),
                no.with(Truth.TRUE).as(STOPPED));
    }

    /// A revision that is on its way does not make a service unready that is served meanwhile; one
    /// that has failed does, because nobody would see it otherwise.
    private Finding predictor() {
        List<Finding> due = due();
        Finding all = Finding.all(due);
        if (!rotation.served() || all.truth() == Truth.TRUE) {
            return all;
        }
        String serving = String.join(" and ", rotation.shares().keySet());
        if (all.truth() == Truth.FALSE) {
            return all.because(
                    String.valueOf(all.reason()),
                    "%s %s goes on serving.".formatted(all.message(), serving));
        }
        return new Finding(
                Truth.TRUE,
                "RolloutInProgress",
                "%s serves until the rest is ready: %s".formatted(serving, all.message()),
                rotation.servedSince());
    }

    private Finding ingress(Finding predictor) {
        if (rotation.served()) {
            return new Finding(Truth.TRUE, null, null, rotation.servedSince());
        }
        return predictor.because("PredictorNotReady", "No revision takes requests yet");
    }

    /// Whether the traffic goes where the spec wants it.
    private Finding routes() {
        return Finding.all(due());
    }

    private List<Finding> due() {
        return rotation.due().stream().map(view -> view.report().finding()).toList();
    }
}
