package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;

/// Rules about `spec.router.scheduler` (`llm_inference_service_validation.go`,
/// validateSchedulerConfig).
final class Scheduling {
    /// Less than `{..}` cannot say anything.
    private static final int SHORTEST_CONFIG = 3;

    private Scheduling() {}

    static void check(Field scheduler, Findings findings) {
        replicas(scheduler, findings);
        Field config = scheduler.get("config");
        if (!config.present()) {
            return;
        }
        Field inline = config.get("inline");
        Field ref = config.get("ref");
        if (!inline.present() && !ref.present()) {
            config.wrong("either inline or ref is required", "set one of them", findings);
        }
        if (inline.present() && ref.present()) {
            config.wrong(
                    "both inline and ref are set, either specify inline or ref",
                    "remove one of them",
                    findings);
        }
        if (inline.present() && inline.node().toString().length() < SHORTEST_CONFIG) {
            inline.wrong(
                    "inline configuration is invalid",
                    "write the EndpointPickerConfig, or remove it",
                    findings);
        }
        if (ref.present() && ref.get("name").text().isEmpty()) {
            ref.get("name").missing("name is empty", "name the ConfigMap", findings);
        }
    }

    static void replicas(Field scheduler, Findings findings) {
        Field replicas = scheduler.get("replicas");
        if (replicas.number(1) <= 0) {
            replicas.wrong(
                    "scheduler replicas must be greater than zero",
                    "leave it out for one",
                    findings);
        }
    }
}
