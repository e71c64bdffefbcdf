package io.gantry.kserve.validate;

import io.gantry.kserve.api.CanarySpec;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EndpointSpec;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.InferenceServiceSpec;
import io.gantry.kserve.api.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks the parts of a resource together with their paths.
final class Parts {
    private Parts() {}

    /// What kind of component a part is, which decides what may implement it.
    enum Kind {
        PREDICTOR,
        TRANSFORMER,
        EXPLAINER
    }

    /// A component and where it stands.
    record Part(String path, Kind kind, Component component) {
        /// The model or the one field named after a framework; null if there is none, or a custom
        /// one.
        @Nullable ModelSpec model() {
            if (component.model() != null) {
                return component.model();
            }
            return component.frameworks().values().stream().findFirst().orElse(null);
        }

        /// The name of the field that [#model()] is in.
        String modelField() {
            return component.model() != null
                    ? path + ".model"
                    : path
                            + component.frameworks().keySet().stream()
                                    .findFirst()
                                    .map(name -> "." + name)
                                    .orElse("");
        }
    }

    /// A container and where it stands.
    record Located(String path, Container container) {}

    /// The components that every KServe knows: predictor, transformer, explainer.
    static List<Part> components(InferenceService service) {
        List<Part> parts = new ArrayList<>();
        InferenceServiceSpec spec = service.spec();
        if (spec != null) {
            add(parts, "spec.predictor", Kind.PREDICTOR, spec.predictor());
            add(parts, "spec.transformer", Kind.TRANSFORMER, spec.transformer());
            add(parts, "spec.explainer", Kind.EXPLAINER, spec.explainer());
        }
        return parts;
    }

    /// Those, and the variants: the canaries and the section `default`.
    static List<Part> withVariants(InferenceService service) {
        List<Part> parts = components(service);
        parts.addAll(canaries(service));
        EndpointSpec stable = service.spec() == null ? null : service.spec().stable();
        if (stable != null) {
            add(parts, "spec.default.predictor", Kind.PREDICTOR, stable.predictor());
            add(parts, "spec.default.transformer", Kind.TRANSFORMER, stable.transformer());
            add(parts, "spec.default.explainer", Kind.EXPLAINER, stable.explainer());
        }
        return parts;
    }

    /// The predictors of `spec.canary`.
    static List<Part> canaries(InferenceService service) {
        List<Part> parts = new ArrayList<>();
        List<CanarySpec> canaries = service.spec() == null ? null : service.spec().canary();
        for (int i = 0; canaries != null && i < canaries.size(); i++) {
            String path = "spec.canary[%d].predictor".formatted(i);
            add(parts, path, Kind.PREDICTOR, canaries.get(i).predictor());
        }
        return parts;
    }

    /// Every container of a component: its own, the initial ones, the model's and the workers'.
    static List<Located> containers(Part part) {
        Component component = part.component();
        List<Located> found = new ArrayList<>();
        add(found, part.path() + ".containers", component.containers());
        add(found, part.path() + ".initContainers", component.initContainers());
        if (component.model() != null) {
            found.add(new Located(part.path() + ".model", component.model().container()));
        }
        component
                .frameworks()
                .forEach((name, model) ->
                        found.add(new Located(part.path() + "." + name, model.container())));
        if (component.workerSpec() != null) {
            String path = part.path() + ".workerSpec";
            add(found, path + ".containers", component.workerSpec().containers());
            add(found, path + ".initContainers", component.workerSpec().initContainers());
        }
        if (component.art() != null) {
            found.add(new Located(part.path() + ".art", component.art().container()));
        }
        return found;
    }

    private static void add(
            List<Located> found, String path, @Nullable List<Container> containers) {
        for (int i = 0; containers != null && i < containers.size(); i++) {
            found.add(new Located("%s[%d]".formatted(path, i), containers.get(i)));
        }
    }

    private static void add(
            List<Part> parts, String path, Kind kind, @Nullable Component component) {
        if (component != null) {
            parts.add(new Part(path, kind, component));
        }
    }
}
