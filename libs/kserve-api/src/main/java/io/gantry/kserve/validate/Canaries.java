package io.gantry.kserve.validate;

import io.gantry.kserve.api.CanarySpec;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.defaults.Annotations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules about canaries: those of `spec.canary` as KServe has them, and the percentages of all.
final class Canaries {
    private Canaries() {}

    static void check(InferenceService service, Findings findings) {
        List<CanarySpec> canaries = service.spec() == null ? null : service.spec().canary();
        if (canaries == null || canaries.isEmpty()) {
            return;
        }
        surroundings(service, findings);
        Component stable = service.predictor();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < canaries.size(); i++) {
            Component canary = canaries.get(i).predictor();
            String path = "spec.canary[%d].predictor".formatted(i);
            if (canary == null) {
                findings.missing(path, "a canary needs a predictor", "give it one");
            } else {
                name(path, canary, stable, names, findings);
                extensions(path, canary, findings);
                replicas(path, canary, stable, findings);
            }
        }
    }

    private static void surroundings(InferenceService service, Findings findings) {
        String mode = Annotations.deploymentMode(service);
        if (!mode.equals(Annotations.STANDARD)) {
            findings.wrong(
                    "spec.canary",
                    mode,
                    "canary is only supported in Standard deployment mode",
                    "set the annotation %s: %s, or use spec.predictor.canaryTrafficPercent"
                            .formatted(Annotations.DEPLOYMENT_MODE, Annotations.STANDARD));
        }
        Component stable = service.predictor();
        boolean modelled =
                stable != null && (stable.model() != null || !stable.frameworks().isEmpty());
        if (!modelled) {
            findings.wrong(
                    "spec.canary",
                    "a predictor without model",
                    "canary requires a stable predictor with a model",
                    "serve the stable version by spec.predictor.model");
        }
    }

    /// Beyond KServe, the share of a canary by `canaryTrafficPercent` counts in the sum: all of
    /// them divide the same traffic.
    static void percentages(InferenceService service, Findings findings) {
        int sum = 0;
        for (Parts.Part part : Parts.withVariants(service)) {
            sum +=
                    percent(
                            part.path() + ".canaryTrafficPercent",
                            part.component().canaryTrafficPercent(),
                            findings);
        }
        List<CanarySpec> canaries = service.spec() == null ? null : service.spec().canary();
        for (int i = 0; canaries != null && i < canaries.size(); i++) {
            String path = "spec.canary[%d].trafficPercent".formatted(i);
            sum += percent(path, canaries.get(i).trafficPercent(), findings);
        }
        if (canaries != null && !canaries.isEmpty() && sum > 100) {
            findings.wrong(
                    "spec.canary",
                    sum,
                    "the sum of the canaries' trafficPercent must be <= 100",
                    "lower them; what is left goes to the stable predictor");
        }
    }

    private static int percent(String path, @Nullable Integer percent, Findings findings) {
        if (percent != null && (percent < 0 || percent > 100)) {
            findings.wrong(path, percent, "must be a percentage from 0 to 100", "correct it");
            return 0;
        }
        return percent == null ? 0 : percent;
    }

    private static void name(
            String path,
            Component canary,
            @Nullable Component stable,
            Set<String> names,
            Findings findings) {
        String name = canary.name() == null ? "" : canary.name();
        if (name.isEmpty()) {
            findings.missing(
                    path + ".name",
                    "predictor.name is required for a canary",
                    "name the variant, for example v2");
        } else if (!names.add(name) || (stable != null && name.equals(stable.name()))) {
            findings.wrong(
                    path + ".name",
                    name,
                    "predictor.name \"%s\" is duplicated".formatted(name),
                    "give every variant its own name");
        }
    }

    private static void extensions(String path, Component canary, Findings findings) {
        forbidden(path, "maxReplicas", canary.maxReplicas(), findings);
        forbidden(path, "scaleTarget", canary.scaleTarget(), findings);
        forbidden(path, "scaleMetric", canary.scaleMetric(), findings);
        forbidden(path, "autoScaling", canary.autoScaling(), findings);
        forbidden(path, "workerSpec", canary.workerSpec() == null ? null : "one", findings);
    }

    private static void forbidden(
            String path, String field, @Nullable Object value, Findings findings) {
        if (value != null) {
            findings.wrong(
                    path + "." + field,
                    value,
                    "a canary must not set " + field,
                    "remove it; a canary is scaled along with the stable predictor");
        }
    }

    private static void replicas(
            String path, Component canary, @Nullable Component stable, Findings findings) {
        int most = stable == null || stable.minReplicas() == null ? 1 : stable.minReplicas();
        if (canary.minReplicas() != null && canary.minReplicas() > most) {
            findings.wrong(
                    path + ".minReplicas",
                    canary.minReplicas(),
                    "a canary's minReplicas must not exceed stable minReplicas (%d)"
                            .formatted(most),
                    "lower it, or raise spec.predictor.minReplicas");
        }
    }
}
