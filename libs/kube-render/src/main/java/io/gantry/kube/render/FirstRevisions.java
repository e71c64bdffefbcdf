package io.gantry.kube.render;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.revision.TrafficPlan;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import io.gantry.kserve.validate.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The revisions that a service begins with, one for each predictor that it describes.
final class FirstRevisions {
    private FirstRevisions() {}

    static List<RevisionRequest> of(InferenceService service, RuntimeCatalog runtimes) {
        List<RevisionRequest> revisions = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (TrafficPlan.Share share : TrafficPlan.of(service, null).shares()) {
            Component predictor = share.predictor();
            String revision = "%s-%05d".formatted(service.name(), revisions.size() + 1);
            String usual = Names.predictor(service.name(), predictor.name());
            String deployment =
                    taken.add(usual)
                            ? usual
                            : Names.predictorOf(service.name(), predictor.name(), revision);
            revisions.add(
                    new RevisionRequest(
                            service,
                            predictor,
                            runtime(predictor, runtimes),
                            revision,
                            deployment,
                            List.of(),
                            List.of()));
        }
        if (revisions.isEmpty()) {
            throw new Refusal(
                    "spec.predictor", null, "there is no predictor", "describe what is served");
        }
        return revisions;
    }

    private static @Nullable ServingRuntime runtime(Component predictor, RuntimeCatalog runtimes) {
        return switch (RuntimeSelector.select(predictor, runtimes)) {
            case RuntimeSelection.Selected(ServingRuntime runtime) -> runtime;
            case RuntimeSelection.OwnContainers() -> null;
            case RuntimeSelection.Refused refused ->
                    throw new Refusal(
                            "spec.predictor.model",
                            null,
                            refused.message(),
                            "register a runtime that serves it, or name one");
        };
    }
}
