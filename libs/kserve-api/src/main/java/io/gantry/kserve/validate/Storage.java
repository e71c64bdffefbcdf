package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.ModelSources;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules about where models come from: the scheme, and how confidential they are.
final class Storage {
    private static final Pattern KEY_RESOURCE =
            Pattern.compile("kbs:///[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/[a-zA-Z0-9_.-]+");

    private Storage() {}

    static void schemes(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            String uri = storageUri(part);
            if (uri != null) {
                scheme(
                        part.model() == null
                                ? part.path() + ".containers"
                                : part.modelField() + ".storageUri",
                        uri,
                        findings);
            }
            List<StorageUriSpec> several = part.component().storageUris();
            for (int i = 0; several != null && i < several.size(); i++) {
                String each = several.get(i).uri();
                if (each != null) {
                    scheme("%s.storageUris[%d].uri".formatted(part.path(), i), each, findings);
                }
            }
        }
    }

    static void confidential(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            JsonNode confidential = confidential(part);
            if (confidential == null) {
                continue;
            }
            String uri = storageUri(part);
            if (uri == null || uri.isEmpty()) {
                findings.missing(
                        part.modelField() + ".storageUri",
                        "confidential model serving requires storageUri to be set",
                        "set it, or remove confidential");
            }
            String resource = confidential.path("resourceId").asText();
            if (!resource.isEmpty() && !KEY_RESOURCE.matcher(resource).matches()) {
                findings.wrong(
                        part.modelField() + ".confidential.resourceId",
                        resource,
                        "invalid confidential resourceId format, must be in the format kbs:///<repo>/<type>/<tag>",
                        "correct it");
            }
        }
    }

    static void warnings(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            String uri = storageUri(part);
            if (confidential(part) != null && uri != null && uri.startsWith("oci://")) {
                findings.wrong(
                        part.modelField() + ".confidential",
                        uri,
                        "confidential has no effect with OCI URIs; OCI image decryption is handled by the container runtime via runtimeClassName",
                        "set runtimeClassName");
            } else if (confidential(part) != null && uri != null && uri.startsWith("pvc://")) {
                findings.wrong(
                        part.modelField() + ".confidential",
                        uri,
                        "confidential has no effect with PVC URIs: nothing is downloaded that could be decrypted",
                        "store the model elsewhere, or remove confidential");
            }
        }
    }

    /// The one place that a component's implementation names, or null.
    static @Nullable String storageUri(Parts.Part part) {
        return ModelSources.single(part.component()).orElse(null);
    }

    private static void scheme(String field, String uri, Findings findings) {
        if (!StorageScheme.supported(uri)) {
            findings.wrong(
                    field,
                    uri,
                    "storageUri, must be one of: [%s] or match https://{}.blob.core.windows.net/{}/{} or be an absolute or relative local path. StorageUri [%s] is not supported"
                            .formatted(StorageScheme.listed(), uri),
                    "copy the model to one of these");
        }
    }

    private static @Nullable JsonNode confidential(Parts.Part part) {
        ModelSpec model = part.model();
        JsonNode confidential = model == null ? null : model.unknown().get("confidential");
        return confidential != null && confidential.path("enabled").asBoolean()
                ? confidential
                : null;
    }
}
