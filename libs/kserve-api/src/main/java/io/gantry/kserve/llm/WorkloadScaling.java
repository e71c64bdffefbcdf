package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.regex.Pattern;

/// Rules about `scaling` (`llm_inference_service_validation.go`, ValidateWorkloadScaling and
/// ValidateActuatorConsistency).
final class WorkloadScaling {
    private static final Pattern COST = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    private WorkloadScaling() {}

    static void check(Field workload, Findings findings) {
        Field scaling = workload.get("scaling");
        if (!scaling.present()) {
            return;
        }
        if (workload.get("replicas").present()) {
            scaling.wrong(
                    "scaling and replicas are mutually exclusive; use scaling for autoscaled"
                            + " deployments or replicas for static deployments",
                    "remove one of them",
                    findings);
        }
        bounds(scaling, findings);
        Field wva = scaling.get("wva");
        Field keda = scaling.get("keda");
        if (wva.present() && keda.present()) {
            scaling.wrong(
                    "wva and keda are mutually exclusive; choose one scaling mechanism",
                    "remove one of them",
                    findings);
        } else if (keda.present()) {
            direct(scaling, keda, findings);
        } else if (wva.present()) {
            variants(scaling, wva, findings);
        } else {
            scaling.missing(
                    "either wva or keda must be specified when scaling is configured",
                    "set scaling.keda with its triggers, or scaling.wva",
                    findings);
        }
    }

    private static void bounds(Field scaling, Findings findings) {
        Field least = scaling.get("minReplicas");
        long most = scaling.get("maxReplicas").number(0);
        if (least.number(Long.MIN_VALUE) > most) {
            least.wrong(
                    "minReplicas (%d) cannot exceed maxReplicas (%d)"
                            .formatted(least.number(), most),
                    "lower it, or raise maxReplicas",
                    findings);
        }
    }

    /// KEDA's ScaledObject with triggers of the user's own.
    private static void direct(Field scaling, Field keda, Findings findings) {
        if (keda.get("triggers").elements().isEmpty()) {
            keda.get("triggers")
                    .missing(
                            "at least one trigger is required when using direct KEDA scaling",
                            "add a trigger",
                            findings);
        }
        autoscalerName(keda, findings);
        idle(scaling, keda, findings);
    }

    /// The variant autoscaler, which decides by its own metric and lets HPA or KEDA act on it.
    private static void variants(Field scaling, Field wva, Findings findings) {
        Field keda = wva.get("keda");
        if (wva.get("hpa").present() && keda.present()) {
            wva.wrong(
                    "hpa and keda are mutually exclusive; choose one actuator backend",
                    "remove one of them",
                    findings);
        }
        if (!wva.get("hpa").present() && !keda.present()) {
            wva.missing(
                    "either hpa or keda must be specified as the actuator backend",
                    "set hpa: {} or keda: {}",
                    findings);
        }
        Field cost = wva.get("variantCost");
        if (!cost.text().isEmpty() && !COST.matcher(cost.text()).matches()) {
            cost.wrong(
                    "variantCost must be a non-negative numeric string (e.g., \"10\", \"10.0\","
                            + " \"0.5\")",
                    "correct it",
                    findings);
        }
        formula(keda, findings);
        autoscalerName(keda, findings);
        idle(scaling, keda, findings);
    }

    private static void formula(Field keda, Findings findings) {
        Field modifiers = keda.at("advanced", "scalingModifiers");
        boolean set =
                modifiers
                        .members()
                        .filter(each -> !each.text().isEmpty())
                        .map(Field::name)
                        .anyMatch(
                                Pattern.compile("formula|target|activationTarget|metricType")
                                        .asMatchPredicate());
        if (set) {
            modifiers.wrong(
                    "scalingModifiers must not be set; WVA controls the scaling metric formula and"
                            + " logic",
                    "remove it, or use scaling.keda",
                    findings);
        }
    }

    private static void autoscalerName(Field keda, Findings findings) {
        Field name = keda.at("advanced", "horizontalPodAutoscalerConfig", "name");
        if (!name.text().isEmpty()) {
            name.wrong(
                    "horizontalPodAutoscalerConfig.name must not be set; the controller manages the"
                            + " HPA name",
                    "remove it",
                    findings);
        }
    }

    private static void idle(Field scaling, Field keda, Findings findings) {
        Field idle = keda.get("idleReplicaCount");
        Field least = scaling.get("minReplicas");
        Long count = idle.number();
        if (count == null) {
            return;
        }
        if (!least.present()) {
            least.missing(
                    ("minReplicas is required when idleReplicaCount is set; idleReplicaCount (%d)"
                                    + " must be less than minReplicas")
                            .formatted(count),
                    "set it above idleReplicaCount",
                    findings);
        } else if (count >= least.number(0)) {
            idle.wrong(
                    ("idleReplicaCount (%d) must be less than minReplicas (%d); idleReplicaCount"
                                    + " defines the replica floor when no triggers are active")
                            .formatted(count, least.number(0)),
                    "lower it",
                    findings);
        }
    }

    /// Two metric pipelines would scale the halves of one service without knowing of each other.
    static void sameActuator(Field spec, Findings findings) {
        Field decode = spec.get("scaling");
        Field prefill = spec.at("prefill", "scaling");
        if (!decode.present() || !prefill.present()) {
            return;
        }
        boolean direct = decode.get("keda").present();
        if (direct != prefill.get("keda").present()) {
            prefill.wrong(
                    ("decode and prefill must use the same scaling mode; decode uses %s but prefill"
                                    + " uses %s")
                            .formatted(
                                    direct ? "direct keda" : "wva", direct ? "wva" : "direct keda"),
                    "use the same for both",
                    findings);
            return;
        }
        boolean hpa = decode.at("wva", "hpa").present();
        boolean both = decode.get("wva").present() && prefill.get("wva").present();
        if (both && hpa != prefill.at("wva", "hpa").present()) {
            prefill.get("wva")
                    .wrong(
                            ("decode and prefill must use the same actuator backend; decode uses %s"
                                            + " but prefill uses %s")
                                    .formatted(hpa ? "hpa" : "keda", hpa ? "keda" : "hpa"),
                            "use the same for both",
                            findings);
        }
    }
}
