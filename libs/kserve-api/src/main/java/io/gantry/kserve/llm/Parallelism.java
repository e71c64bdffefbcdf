package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.List;

/// Rules about how a model is spread over accelerators and nodes
/// (`llm_inference_service_validation.go`, validateWorkloadParallelism and
/// validateImmutableParallelism; sizes in `llm_inference_service_types_func.go`).
public final class Parallelism {
    private Parallelism() {}

    static void check(Field workload, Findings findings) {
        Field worker = workload.get("worker");
        Field parallelism = workload.get("parallelism");
        boolean pipeline = pipelineParallel(parallelism);
        boolean data = dataParallel(parallelism);
        if (worker.present() && !pipeline && !data) {
            findings.wrong(
                    worker.path(),
                    "neither of them",
                    "when worker is specified, parallelism must be configured for either data"
                            + " parallelism or pipeline parallelism",
                    "set %s.pipeline, or data and dataLocal".formatted(parallelism.path()));
        }
        if (pipeline && data) {
            parallelism.wrong(
                    "cannot set both pipeline parallelism and data parallelism (data or dataLocal)"
                            + " simultaneously",
                    "keep one of them",
                    findings);
        }
        together(parallelism, "data", "dataLocal", findings);
        together(parallelism, "dataLocal", "data", findings);
        for (String kind : List.of("pipeline", "data", "dataLocal")) {
            Field size = parallelism.get(kind);
            if (size.number(1) <= 0) {
                size.wrong(
                        "%s parallelism must be greater than 0".formatted(kind),
                        "leave it out, or use at least 1",
                        findings);
            }
        }
    }

    private static void together(
            Field parallelism, String given, String needed, Findings findings) {
        if (parallelism.get(given).present() && !parallelism.get(needed).present()) {
            parallelism
                    .get(needed)
                    .missing(
                            "%s must be set when %s is set".formatted(needed, given),
                            "set both or neither",
                            findings);
        }
    }

    static void sameSize(Field before, Field after, Findings findings) {
        long size = size(before.get("parallelism"));
        long now = size(after.get("parallelism"));
        if (size != now) {
            findings.wrong(
                    after.get("parallelism").path(),
                    now,
                    "total parallelism size is immutable, previous size %d, curr size %d"
                            .formatted(size, now),
                    "keep it, or make another LLMInferenceService");
        }
    }

    /// How many pods make one replica.
    ///
    /// @param parallelism of a workload
    public static long size(Field parallelism) {
        if (dataParallel(parallelism)) {
            long all = Math.max(parallelism.get("data").number(1), 1);
            long local = Math.max(parallelism.get("dataLocal").number(1), 1);
            return Math.max(all / local, 1);
        }
        return pipelineParallel(parallelism) ? parallelism.get("pipeline").number(1) : 1;
    }

    /// Whether a replica is cut into stages.
    public static boolean pipelineParallel(Field parallelism) {
        return parallelism.get("pipeline").number(0) > 0;
    }

    /// Whether a replica has several engines, each with the whole model but for its experts.
    public static boolean dataParallel(Field parallelism) {
        return parallelism.get("data").number(0) > 0 || parallelism.get("dataLocal").number(0) > 0;
    }
}
