package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.llm.Parallelism;
import io.gantry.kserve.validate.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What every service of its shape begins with: KServe's preset where it is given, else Gantry's.
///
/// @param namespace of the service
record Presets(Configs configs, String namespace) {
    private static final String PREFIX = "kserve-config-llm-";

    /// @param ours whether it is Gantry's own
    record Preset(ObjectNode spec, boolean ours) {}

    /// @param resolved the spec with what `baseRefs` add
    List<Preset> of(ObjectNode metadata, ObjectNode resolved) {
        List<Preset> presets = new ArrayList<>();
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

    private Preset workload(String name, Role role, ObjectNode metadata, ObjectNode resolved) {
        LlmWorkload workload = new LlmWorkload(LlmService.of(metadata, resolved), role);
        return given(name + shape(workload))
                .orElseGet(() -> new Preset(OwnPresets.workload(workload), true));
    }

    private Preset preset(String name, ObjectNode own) {
        return given(name).orElseGet(() -> new Preset(own, true));
    }

    private Optional<Preset> given(String name) {
        return configs.find(namespace, PREFIX + name).map(spec -> new Preset(spec, false));
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
