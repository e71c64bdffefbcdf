package io.gantry.registry.status;

import io.gantry.kserve.api.Condition;
import io.gantry.kserve.validate.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The conditions of an LLMInferenceService, by KServe's names: `Ready` is `PresetsCombined`,
/// `WorkloadsReady` and `RouterReady`. Of the others, those that mean something here: the router is
/// the proxy.
///
/// @param refusal why the service and its configs make nothing together; empty when they do
/// @param created when the service was created
record LlmConditions(Optional<Violation> refusal, Instant created) {

    /// Of a service that has no revision yet.
    List<Condition> ofNothing() {
        Finding presets = presets();
        Finding waits = presets.with(Truth.UNKNOWN);
        return list(presets, waits, waits);
    }

    /// Of one that has.
    List<Condition> of(Conditions conditions) {
        Finding workloads = conditions.stopped().orElseGet(conditions::predictor);
        Finding router =
                conditions
                        .stopped()
                        .orElseGet(() -> conditions.ingress(workloads, "WorkloadsNotReady"));
        return list(presets(), workloads, router);
    }

    private static List<Condition> list(Finding presets, Finding workloads, Finding router) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(presets.as("PresetsCombined"));
        conditions.add(workloads.as("MainWorkloadReady"));
        conditions.add(workloads.as("WorkloadsReady"));
        conditions.add(router.as("RouterReady"));
        conditions.add(Finding.all(List.of(presets, workloads, router)).as("Ready"));
        conditions.sort(Comparator.comparing(Condition::type));
        return conditions;
    }

    private Finding presets() {
        return refusal.map(why -> new Finding(Truth.FALSE, reason(why), why.sentence(), created))
                .orElseGet(() -> new Finding(Truth.TRUE, null, null, created));
    }

    private static String reason(Violation why) {
        return why.field().startsWith("spec.baseRefs") ? "ConfigNotFound" : "CombineBaseError";
    }
}
