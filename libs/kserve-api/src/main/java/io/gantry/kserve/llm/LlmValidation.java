package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Confidential;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.List;

/// KServe's validating webhooks of LLMInferenceServices
/// (`pkg/apis/serving/{v1alpha1,v1alpha2}/llm_inference_service_validation.go`, validate).
public final class LlmValidation {
    /// What KServe's controller downloads (`workload_storage.go`); it finds out after admission.
    private static final List<String> DOWNLOADED =
            List.of("hf://", "s3://", "pvc://", "oci://", "oci+native://");

    private LlmValidation() {}

    /// Everything that keeps the service from being accepted.
    public static void check(Field service, LlmVersion version, Findings findings) {
        Field spec = service.get("spec");
        Routing.refs(spec.get("router"), version, findings);
        Routing.traffic(spec.get("router"), findings);
        Scheduling.check(spec.at("router", "scheduler"), findings);
        for (Field workload : workloads(spec)) {
            Parallelism.check(workload, findings);
            WorkloadScaling.check(workload, findings);
            CacheOffloading.check(workload.get("kvCacheOffloading"), findings);
            Rollout.check(workload, findings);
        }
        WorkloadScaling.sameActuator(spec, findings);
        Adapters.check(service, findings);
        ManagedDevices.check(service, findings);
        Confidential.keyResource(spec.at("model", "confidential"), findings);
    }

    /// What may not change. Each role keeps the size of its groups, because LeaderWorkerSets do.
    public static void update(Field old, Field service, Findings findings) {
        Parallelism.sameSize(old.get("spec"), service.get("spec"), findings);
        Field before = old.at("spec", "prefill");
        Field after = service.at("spec", "prefill");
        if (before.present() && after.present()) {
            Parallelism.sameSize(before, after, findings);
        }
    }

    /// What will not work as written although the service can be accepted.
    public static void warn(Field service, LlmVersion version, Findings findings) {
        Field spec = service.get("spec");
        String uri = spec.at("model", "uri").text();
        Confidential.withoutEffect(spec.at("model", "confidential"), uri, findings);
        Routing.redundant(spec.get("router"), version, findings);
        downloadable(spec.at("model", "uri"), findings);
        spec.at("model", "lora", "adapters")
                .elements()
                .forEach(adapter -> downloadable(adapter.get("uri"), findings));
    }

    private static void downloadable(Field uri, Findings findings) {
        if (!uri.text().isEmpty() && DOWNLOADED.stream().noneMatch(uri.text()::startsWith)) {
            uri.wrong(
                    "no LLMInferenceService can load a model from there",
                    "copy it to one of " + String.join(", ", DOWNLOADED),
                    findings);
        }
    }

    /// The one that decodes, whose fields are those of the spec, and the one that prefills.
    private static List<Field> workloads(Field spec) {
        Field prefill = spec.get("prefill");
        return prefill.present() ? List.of(spec, prefill) : List.of(spec);
    }
}
