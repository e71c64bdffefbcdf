package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.llm.Parallelism;
import io.gantry.kserve.validate.Field;
import java.util.ArrayList;
import java.util.List;

/// What every service of its shape begins with: KServe's preset where it is given, else Gantry's.
///
/// @param namespace of the service
record Presets(Configs configs, String namespace) {
    private static final String PREFIX = "kserve-config-llm-";

    /// @param resolved the spec with what `baseRefs` add
    List<ObjectNode> of(ObjectNode metadata, ObjectNode resolved) {
        List<ObjectNode> presets = new ArrayList<>();
        if (resolved.path("tracing").isObject()) {
            presets.add(preset("tracing", OwnPresets.tracing()));
        }
        boolean split = resolved.path("prefill").isObject();
        if (split) {
            presets.add(workload("prefill-", Role.PREFILL, metadata, resolved));
        }
        presets.add(workload(split ? "decode-" : "", Role.DECODE, metadata, resolved));
        return presets;
    }

    private ObjectNode workload(String name, Role role, ObjectNode metadata, ObjectNode resolved) {
        LlmWorkload workload = new LlmWorkload(new LlmService(metadata, resolved), role);
        return configs.find(namespace, PREFIX + name + shape(workload))
                .orElseGet(() -> OwnPresets.workload(workload));
    }

    private ObjectNode preset(String name, ObjectNode own) {
        return configs.find(namespace, PREFIX + name).orElse(own);
    }

    private static String shape(LlmWorkload workload) {
        Field parallelism = workload.parallelism();
        if (!workload.multiNode()) {
            return "template";
        }
        return Parallelism.dataParallel(parallelism)
                ? "worker-data-parallel"
                : "worker-pipeline-parallel";
    }
}
