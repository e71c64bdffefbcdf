package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.combine.ModelPlaces;
import java.util.List;

/// LoRA adapters, which are brought beside the model: vLLM is told of them (`workload_lora.go`).
final class Lora {
    private static final long DEFAULT_RANK = 64;
    private static final String MODULES = "--lora-modules";

    private Lora() {}

    /// Unless the manifest names adapters to the server itself.
    static void tell(ObjectNode main, LlmService service) {
        List<ModelPlaces.Adapter> adapters = ModelPlaces.adapters(service);
        if (adapters.isEmpty() || ServerArguments.mentions(main, MODULES)) {
            return;
        }
        JsonNode lora = service.spec().at("/model/lora");
        ArrayNode args = main.withArray("args");
        args.add("--enable-lora");
        args.add("--max-lora-rank=" + lora.path("maxRank").asLong(DEFAULT_RANK));
        args.add("--max-loras=" + lora.path("maxAdapters").asLong(adapters.size()));
        args.add("--max-cpu-loras=" + lora.path("maxCpuAdapters").asLong(adapters.size()));
        args.add(MODULES);
        adapters.forEach(each -> args.add(each.name() + "=" + each.path()));
    }
}
