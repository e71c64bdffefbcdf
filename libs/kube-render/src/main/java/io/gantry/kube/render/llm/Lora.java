package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Field;
import io.gantry.kube.render.Refusal;
import java.util.Comparator;
import java.util.List;

/// LoRA adapters: they are brought beside the model, and vLLM is told of them (`workload_lora.go`).
final class Lora {
    private static final String DIRECTORY = "/mnt/lora/";
    private static final long DEFAULT_RANK = 64;
    private static final String MODULES = "--lora-modules";

    private Lora() {}

    /// @param path where the server finds it
    record Adapter(String name, String uri, String path) {}

    /// In the order of their names, so that equal services have equal pods.
    static List<Adapter> adapters(LlmService service) {
        Field lora = service.field().at("model", "lora");
        List<Adapter> adapters =
                lora.get("adapters").elements().stream()
                        .map(adapter ->
                                new Adapter(
                                        adapter.get("name").text(),
                                        ModelSource.checked(adapter.get("uri")),
                                        DIRECTORY + directory(adapter.get("name").text())))
                        .sorted(Comparator.comparing(Adapter::name))
                        .toList();
        boolean shared = adapters.stream().map(Adapter::path).distinct().count() < adapters.size();
        if (shared) {
            throw new Refusal(
                    lora.get("adapters").path(),
                    String.join(", ", adapters.stream().map(Adapter::name).toList()),
                    "two of these names make the same directory",
                    "let them differ in letters, digits, '.', '_' or '-'");
        }
        if (!adapters.isEmpty() && !ModelSource.downloads(service)) {
            throw new Refusal(
                    lora.get("adapters").path(),
                    adapters.size() + " of them",
                    "without the storage initializer nobody brings them",
                    "leave storageInitializer.enabled out");
        }
        return adapters;
    }

    private static String directory(String name) {
        return name.replaceAll("[^a-zA-Z0-9._-]", "-");
    }

    /// Unless the manifest names adapters to the server itself.
    static void tell(ObjectNode main, LlmService service) {
        List<Adapter> adapters = adapters(service);
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
