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
import io.gantry.kube.render.llm.LlmOutcome;
import io.gantry.kube.render.llm.LlmRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The objects of all services of the documents, or why there are none.
final class RenderedObjects {
    private final Documents documents;
    private final Renderer renderer;
    private final LlmRenderer llmRenderer;
    private final List<ObjectNode> trees = new ArrayList<>();
    private final List<String> problems;
    private final List<String> remarks = new ArrayList<>();
    private final List<ObjectNode> llmConfigs = new ArrayList<>();

    RenderedObjects(Documents documents, RenderSettings settings) {
        this.documents = documents;
        this.renderer = new Renderer(settings, documents.lookup());
        this.llmRenderer = new LlmRenderer(settings, documents.lookup());
        this.problems = new ArrayList<>(documents.problems());
        documents.services().forEach(this::render);
        documents
                .llmConfigs()
                .forEach((place, config) -> accepted(place, config).ifPresent(llmConfigs::add));
        documents.llmServices().forEach(this::renderLlm);
    }

    List<ObjectNode> trees() {
        return trees;
    }

    /// What services ask for and do not get.
    List<String> remarks() {
        return remarks;
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

    private void renderLlm(Place place, ObjectNode written) {
        Optional<ObjectNode> service = accepted(place, written);
        if (service.isEmpty()) {
            return;
        }
        switch (llmRenderer.render(service.get(), llmConfigs)) {
            case LlmOutcome.Rendered(List<HasMetadata> objects, List<Violation> passedOver) -> {
                objects.forEach(object -> trees.add(Typed.tree(object)));
                passedOver.forEach(remark -> remarks.add(sentence(place, written, remark)));
            }
            case LlmOutcome.Refused(Violation why) -> problems.add(sentence(place, written, why));
        }
    }

    /// The resource as an API server would keep it, if it would.
    private Optional<ObjectNode> accepted(Place place, ObjectNode written) {
        CrdCheck check = CrdCheck.of(written);
        check.violations().forEach(violation -> problems.add(sentence(place, written, violation)));
        for (String field : check.unknown()) {
            Violation unknown =
                    new Violation(
                            field, null, "its type has no such field", "correct it, or remove it");
            remarks.add(sentence(place, written, unknown));
        }
        return check.violations().isEmpty() ? Optional.of(check.resource()) : Optional.empty();
    }

    private void problem(Place place, InferenceService service, Violation why) {
        problems.add(
                "%s, InferenceService %s/%s: %s"
                        .formatted(place, service.namespace(), service.name(), why.sentence()));
    }

    private static String sentence(Place place, ObjectNode resource, Violation why) {
        String namespace = resource.at("/metadata/namespace").asText("");
        return "%s, %s %s%s: %s"
                .formatted(
                        place,
                        resource.path("kind").asText(),
                        namespace.isEmpty() ? "" : namespace + "/",
                        resource.at("/metadata/name").asText(),
                        why.sentence());
    }
}
