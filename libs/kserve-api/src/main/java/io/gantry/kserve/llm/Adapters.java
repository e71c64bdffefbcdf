package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rules about LoRA adapters (`llm_inference_service_validation.go`, ValidateLoRAAdapters). Their
/// names become paths and the names that clients ask for.
final class Adapters {
    private Adapters() {}

    static void check(Field service, Findings findings) {
        Field lora = service.at("spec", "model", "lora");
        for (String bound : List.of("maxRank", "maxAdapters", "maxCpuAdapters")) {
            Field size = lora.get(bound);
            if (size.number(1) < 1) {
                size.wrong(
                        bound + " must be at least 1",
                        "leave it out for the server's own",
                        findings);
            }
        }
        Field modelName = service.at("spec", "model", "name");
        Field model = modelName.present() ? modelName : service.at("metadata", "name");
        Map<String, Integer> seen = new HashMap<>();
        List<Field> adapters = lora.get("adapters").elements();
        for (int i = 0; i < adapters.size(); i++) {
            Field name = adapters.get(i).get("name");
            if (usable(name, findings)) {
                unique(name, seen.putIfAbsent(name.text(), i), findings);
                distinct(name, model.text(), findings);
            }
        }
    }

    private static boolean usable(Field name, Findings findings) {
        if (name.text().isEmpty()) {
            name.missing("adapter name is required", "name the adapter", findings);
            return false;
        }
        if (name.text().equals(".") || name.text().equals("..")) {
            name.wrong(
                    "adapter name must not include \".\" or \"..\" (path traversal risk)",
                    "use a name that is no directory's",
                    findings);
            return false;
        }
        return true;
    }

    private static void unique(Field name, @Nullable Integer before, Findings findings) {
        if (before != null) {
            name.wrong(
                    "duplicate name (same as adapters[%d])".formatted(before),
                    "give every adapter its own name",
                    findings);
        }
    }

    private static void distinct(Field name, String model, Findings findings) {
        if (name.text().equals(model)) {
            name.wrong(
                    "adapter name must differ from base model name \"%s\"".formatted(model),
                    "rename the adapter",
                    findings);
        }
    }
}
