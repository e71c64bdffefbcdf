package io.gantry.registry.status;

import io.gantry.events.PredictorObserved;
import io.gantry.kserve.api.Condition;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.registry.inferenceservice.StoredService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The conditions of a service.
///
/// `Ready` is `PredictorReady` and `IngressReady`, as in KServe, and the latter needs
/// `TransformerReady` and `ExplainerReady` where those are run. The others inform: of Knative's
/// conditions, those that mean something without Knative, where the service does not ask for
/// Standard mode.
///
/// @param created when the service was created
record Conditions(
        StoredService service,
        Sightings sightings,
        Rotation rotation,
        RevisionView newest,
        Instant created) {

    private static final String STOPPED = "Stopped";
    private static final String READY = "Ready";

    List<Condition> list() {
        Optional<Finding> stopped = stopped();
        if (stopped.isPresent()) {
            return stopped(stopped.get());
        }
        Finding predictor = predictor();
        Map<String, Finding> components = components();
        Finding ingress = gated(ingress(predictor, "PredictorNotReady"), components);
        List<Finding> all = new ArrayList<>(List.of(predictor));
        all.addAll(components.values());
        all.add(ingress);
        List<Condition> conditions = new ArrayList<>();
        conditions.add(ingress.as("IngressReady"));
        conditions.add(predictor.as("PredictorReady"));
        components.forEach((name, finding) -> conditions.add(finding.as(name + READY)));
        conditions.add(Finding.all(all).as(READY));
        if (!Annotations.STANDARD.equals(Annotations.deploymentMode(service.resource()))) {
            conditions.add(newest.report().finding().as("LatestDeploymentReady"));
            conditions.add(routes().as("RoutesReady"));
        }
        conditions.sort(Comparator.comparing(Condition::type));
        return conditions;
    }

    /// What holds of all that a stopped service consists of; empty when it is not stopped.
    Optional<Finding> stopped() {
        return Annotations.stopped(service.resource())
                ? Optional.of(
                        new Finding(
                                Truth.FALSE,
                                STOPPED,
                                "Stopped by the annotation %s; remove it to start"
                                        .formatted(Annotations.STOP),
                                sightings.lastRemoval() == null
                                        ? created
                                        : sightings.lastRemoval()))
                : Optional.empty();
    }

    private static List<Condition> stopped(Finding no) {
        return List.of(
                no.as("IngressReady"),
                no.as("PredictorReady"),
                no.as("Ready"),
                no.with(Truth.TRUE).as(STOPPED));
    }

    /// A revision that is on its way does not make a service unready that is served meanwhile; one
    /// that has failed does, because nobody would see it otherwise.
    Finding predictor() {
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

    /// @param unready the reason while nothing takes requests
    Finding ingress(Finding predictor, String unready) {
        if (rotation.served()) {
            return new Finding(Truth.TRUE, null, null, rotation.servedSince());
        }
        return predictor.because(unready, "No revision takes requests yet");
    }

    /// Of the transformer and the explainer, where the service has them and they are run, by the
    /// beginnings of their conditions' names.
    private Map<String, Finding> components() {
        InferenceServiceSpec spec = service.resource().spec();
        Map<String, Finding> components = new TreeMap<>();
        if (spec != null && spec.transformer() != null) {
            sightings
                    .component(PredictorObserved.TRANSFORMER)
                    .ifPresent(finding -> components.put("Transformer", finding));
        }
        if (spec != null && spec.explainer() != null) {
            sightings
                    .component(PredictorObserved.EXPLAINER)
                    .ifPresent(finding -> components.put("Explainer", finding));
        }
        return components;
    }

    /// Requests enter by the transformer, and explanations by the explainer.
    private static Finding gated(Finding ingress, Map<String, Finding> components) {
        if (ingress.truth() != Truth.TRUE) {
            return ingress;
        }
        return components.entrySet().stream()
                .filter(each -> each.getValue().truth() != Truth.TRUE)
                .findFirst()
                .map(each ->
                        each.getValue()
                                .because(
                                        each.getKey() + "NotReady",
                                        "The %s is not ready"
                                                .formatted(each.getKey().toLowerCase(Locale.ROOT))))
                .orElse(ingress);
    }

    /// Whether the traffic goes where the spec wants it.
    private Finding routes() {
        return Finding.all(due());
    }

    /// Those that have something to tell come first: of what is all well, the first speaks.
    private List<Finding> due() {
        return rotation.due().stream()
                .map(RevisionView::report)
                .sorted(Comparator.comparing(report -> report.failure() == null))
                .map(Report::finding)
                .toList();
    }
}
