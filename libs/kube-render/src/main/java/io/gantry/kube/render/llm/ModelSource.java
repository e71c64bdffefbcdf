package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.validate.Field;
import io.gantry.kube.render.Model;
import io.gantry.kube.render.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where a service's model and its adapters come from (`workload_storage.go`).
final class ModelSource {
    static final String HUB = "hf://";

    private static final String CLAIM = "pvc://";
    private static final List<String> SCHEMES =
            List.of(HUB, "s3://", CLAIM, "oci://", "oci+native://");

    private ModelSource() {}

    /// Whether the pods are to find the model in a directory.
    static boolean downloads(LlmService service) {
        return service.spec().at("/storageInitializer/enabled").asBoolean(true);
    }

    /// The model, and beside it the adapters.
    static Model of(LlmService service) {
        Field model = service.field().get("model");
        if (model.at("confidential", "enabled").node().asBoolean()) {
            throw new Refusal(
                    model.at("confidential", "enabled").path(),
                    "true",
                    "Gantry decrypts no models",
                    "leave confidential out, and serve the model unencrypted");
        }
        String uri = checked(model.get("uri"));
        List<Lora.Adapter> adapters = Lora.adapters(service);
        if (!downloads(service)) {
            return Model.NONE;
        }
        List<StorageUriSpec> places = new ArrayList<>();
        places.add(place(uri, Defaulting.MODEL_DIRECTORY));
        adapters.forEach(adapter -> places.add(place(adapter.uri(), adapter.path())));
        return new Model(places, null, List.of());
    }

    private static StorageUriSpec place(String uri, String path) {
        return new StorageUriSpec(uri, path, Map.<String, JsonNode>of());
    }

    /// The URI, which KServe's controller has to be able to download.
    static String checked(Field field) {
        String uri = field.text();
        if (uri.isEmpty()) {
            throw new Refusal(
                    field.path(), null, "it has no URI", "say where it is, such as hf://ORG/MODEL");
        }
        if (SCHEMES.stream().noneMatch(uri::startsWith)) {
            throw new Refusal(
                    field.path(),
                    uri,
                    "no LLMInferenceService can load a model from there",
                    "copy it to one of " + String.join(", ", SCHEMES));
        }
        if (uri.startsWith(CLAIM) && uri.substring(CLAIM.length()).split("/", 2)[0].isEmpty()) {
            throw new Refusal(field.path(), uri, "it names no claim", "write pvc://CLAIM/PATH");
        }
        return uri;
    }
}
