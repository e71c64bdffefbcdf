package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Where a service's model and its LoRA adapters come from, and where the server finds them
/// (`workload_storage.go`).
public final class ModelPlaces {
    static final String HUB = "hf://";

    private static final String CLAIM = "pvc://";
    private static final List<String> SCHEMES =
            List.of(HUB, "s3://", CLAIM, "oci://", "oci+native://");
    private static final String ADAPTERS = "/mnt/lora/";

    private ModelPlaces() {}

    /// @param path where the server finds it
    public record Adapter(String name, String uri, String path) {}

    /// Whether the pods are to find the model in a directory.
    static boolean downloads(LlmService service) {
        return service.spec().at("/storageInitializer/enabled").asBoolean(true);
    }

    /// The model, and beside it the adapters; nothing where the server fetches the model by itself.
    ///
    /// @throws Refusal when they cannot be brought
    public static List<StorageUriSpec> of(LlmService service) {
        Field model = service.field().get("model");
        if (model.at("confidential", "enabled").node().asBoolean()) {
            throw new Refusal(
                    model.at("confidential", "enabled").path(),
                    "true",
                    "Gantry decrypts no models",
                    "leave confidential out, and serve the model unencrypted");
        }
        String uri = checked(model.get("uri"));
        List<Adapter> adapters = adapters(service);
        if (!downloads(service)) {
            return List.of();
        }
        List<StorageUriSpec> places = new ArrayList<>();
        places.add(place(uri, Defaulting.MODEL_DIRECTORY));
        adapters.forEach(adapter -> places.add(place(adapter.uri(), adapter.path())));
        return places;
    }

    private static StorageUriSpec place(String uri, String path) {
        return new StorageUriSpec(uri, path, Map.<String, JsonNode>of());
    }

    /// The URI, which KServe's controller has to be able to download.
    private static String checked(Field field) {
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

    /// In the order of their names, so that equal services have equal pods.
    public static List<Adapter> adapters(LlmService service) {
        Field list = service.field().at("model", "lora", "adapters");
        List<Adapter> adapters =
                list.elements().stream()
                        .map(adapter ->
                                new Adapter(
                                        adapter.get("name").text(),
                                        checked(adapter.get("uri")),
                                        ADAPTERS + directory(adapter.get("name").text())))
                        .sorted(Comparator.comparing(Adapter::name))
                        .toList();
        boolean shared = adapters.stream().map(Adapter::path).distinct().count() < adapters.size();
        if (shared) {
            throw new Refusal(
                    list.path(),
                    String.join(", ", adapters.stream().map(Adapter::name).toList()),
                    "two of these names make the same directory",
                    "let them differ in letters, digits, '.', '_' or '-'");
        }
        if (!adapters.isEmpty() && !downloads(service)) {
            throw new Refusal(
                    list.path(),
                    adapters.size() + " of them",
                    "without the storage initializer nobody brings them",
                    "leave storageInitializer.enabled out");
        }
        return adapters;
    }

    private static String directory(String name) {
        return name.replaceAll("[^a-zA-Z0-9._-]", "-");
    }
}
