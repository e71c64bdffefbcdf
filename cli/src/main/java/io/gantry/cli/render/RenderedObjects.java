package io.gantry.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.validate.Validation;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.RenderOutcome;
import io.gantry.kube.render.RenderSettings;
import io.gantry.kube.render.Renderer;
import io.gantry.kube.render.Typed;
import java.util.ArrayList;
import java.util.List;

/// The objects of all services of the documents, or why there are none.
final class RenderedObjects {
    private final Documents documents;
    private final Renderer renderer;
    private final List<ObjectNode> trees = new ArrayList<>();
    private final List<String> problems;

    RenderedObjects(Documents documents, RenderSettings settings) {
        this.documents = documents;
        this.renderer = new Renderer(settings, documents.lookup());
        this.problems = new ArrayList<>(documents.problems());
        documents.services().forEach(this::render);
    }

    List<ObjectNode> trees() {
        return trees;
    }

    List<String> problems() {
        return problems;
    }

    private void render(Place place, InferenceService service) {
        List<Violation> violations = Validation.validate(service, null);
        violations.forEach(violation -> problem(place, service, violation));
        if (!violations.isEmpty()) {
            return;
        }
        RuntimeCatalog runtimes =
                RuntimeCatalog.of(String.valueOf(service.namespace()), documents.runtimes());
        switch (renderer.all(service, runtimes)) {
            case RenderOutcome.Rendered(List<HasMetadata> objects) ->
                    objects.forEach(object -> trees.add(Typed.tree(object)));
            case RenderOutcome.Refused(Violation why) -> problem(place, service, why);
        }
    }

    private void problem(Place place, InferenceService service, Violation why) {
        problems.add(
                "%s, InferenceService %s/%s: %s"
                        .formatted(place, service.namespace(), service.name(), why.sentence()));
    }
}
