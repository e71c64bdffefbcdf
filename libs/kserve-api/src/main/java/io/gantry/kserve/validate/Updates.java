package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.kserve.defaults.ModelSources;
import org.jspecify.annotations.Nullable;

/// Rules about what may not change.
final class Updates {
    private static final String MODE =
            "metadata.annotations[\"%s\"]".formatted(Annotations.DEPLOYMENT_MODE);

    private Updates() {}

    static void check(InferenceService old, InferenceService service, Findings findings) {
        deploymentMode(old, service, findings);
        rename(old, service, findings);
    }

    private static void deploymentMode(
            InferenceService old, InferenceService service, Findings findings) {
        JsonNode recorded =
                old.status() == null ? null : old.status().unknown().get("deploymentMode");
        String before = recorded == null ? "" : Annotations.currentMode(recorded.asText());
        String annotated = service.annotation(Annotations.DEPLOYMENT_MODE);
        String after = annotated == null ? "" : Annotations.currentMode(annotated);
        if (!before.isEmpty() && !after.isEmpty() && !before.equals(after)) {
            findings.wrong(
                    MODE,
                    annotated,
                    "update rejected: deploymentMode cannot be changed from '%s' to '%s'"
                            .formatted(before, after),
                    "delete the InferenceService and create it anew, or keep the mode");
        }
    }

    private static void rename(InferenceService old, InferenceService service, Findings findings) {
        Component before = old.predictor();
        Component after = service.predictor();
        if (before == null || after == null) {
            return;
        }
        boolean renamed = !text(before.name()).equals(text(after.name()));
        boolean sameModel = ModelSources.single(before).equals(ModelSources.single(after));
        if (renamed && sameModel) {
            findings.wrong(
                    "spec.predictor.name",
                    after.name(),
                    "predictor.name change requires a model change",
                    "change the storageUri too, or keep the name \"%s\""
                            .formatted(text(before.name())));
        }
    }

    private static String text(@Nullable String name) {
        return name == null ? "" : name;
    }
}
