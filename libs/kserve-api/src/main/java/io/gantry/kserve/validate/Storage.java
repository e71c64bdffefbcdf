package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.ModelSources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules about where models come from: the scheme, and how confidential they are.
final class Storage {
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
            Field confidential = confidential(part);
            String uri = storageUri(part);
            if (Confidential.enabled(confidential) && (uri == null || uri.isEmpty())) {
                findings.missing(
                        part.modelField() + ".storageUri",
                        "confidential model serving requires storageUri to be set",
                        "set it, or remove confidential");
            }
            Confidential.keyResource(confidential, findings);
        }
    }

    static void warnings(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            String uri = storageUri(part);
            Confidential.withoutEffect(confidential(part), uri == null ? "" : uri, findings);
        }
    }

    /// The one place that a component's implementation names, or null.
    static @Nullable String storageUri(Parts.Part part) {
        return ModelSources.single(part.component()).orElse(null);
    }

    private static void scheme(String field, String uri, Findings findings) {
        if (!StorageScheme.readable(uri)) {
            findings.wrong(
                    field,
                    uri,
                    "storageUri, must be one of: [%s] or match https://{}.blob.core.windows.net/{}/{} or be an absolute or relative local path. StorageUri [%s] is not supported"
                            .formatted(StorageScheme.listed(), uri),
                    "copy the model to one of these");
        }
    }

    private static Field confidential(Parts.Part part) {
        ModelSpec model = part.model();
        JsonNode confidential = model == null ? null : model.unknown().get("confidential");
        return new Field(
                part.modelField() + ".confidential",
                confidential == null ? MissingNode.getInstance() : confidential);
    }
}
