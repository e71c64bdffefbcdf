package io.gantry.kserve.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.ContainerPort;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.defaults.RuntimeDefaults;
import io.gantry.kserve.defaults.ServerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The container that serves a predictor.
public final class PredictorContainer {
    /// Where a runtime listens that declares no port.
    public static final int DEFAULT_PORT = 8080;

    private static final String SERVICE_NAME = "INFERENCE_SERVICE_NAME";

    private PredictorContainer() {}

    /// The container of a predictor that is served by a runtime.
    ///
    /// `predictor` is the variant to serve: the service's own, a canary's or a stable one's.
    public static Rendering of(
            InferenceService service, Component predictor, ServingRuntime runtime) {
        InferenceService completed = completed(service, predictor, runtime);
        Component variant = predictorOf(completed);
        ModelSpec model = variant.model();
        if (model == null) {
            return new Rendering.Invalid(
                    "the predictor has no model for the runtime \"%s\" to serve"
                            .formatted(runtime.name()));
        }
        List<Container> containers = containersOf(runtime);
        if (named(containers, Defaulting.PREDICTOR_CONTAINER).isEmpty()) {
            return new Rendering.Invalid(
                    "the runtime \"%s\" has no container named %s; it has %s"
                            .formatted(
                                    runtime.name(),
                                    Defaulting.PREDICTOR_CONTAINER,
                                    containers.stream().map(Container::name).toList()));
        }
        try {
            return rendered(completed, variant, model, runtime);
        } catch (Template.UnknownVariable e) {
            return new Rendering.Invalid(
                    "the runtime \"%s\": %s".formatted(runtime.name(), e.getMessage()));
        }
    }

    /// The container of a predictor, transformer or explainer that brings its own.
    public static Rendering of(InferenceService service, Component component) {
        Component variant = Defaulting.component(component);
        List<Container> containers = variant.containersOrEmpty();
        Optional<Container> serving = named(containers, Defaulting.PREDICTOR_CONTAINER);
        if (serving.isEmpty()) {
            return new Rendering.Invalid(
                    "none of the component's %d containers is named %s"
                            .formatted(containers.size(), Defaulting.PREDICTOR_CONTAINER));
        }
        TemplateValues values = TemplateValues.of(service, variant);
        Container filled = filled(serving.get(), values, Template.Strictness.LENIENT);
        return new Rendering.Rendered(
                finished(filled, service),
                containers.stream()
                        .filter(other -> !Defaulting.PREDICTOR_CONTAINER.equals(other.name()))
                        .map(other -> withServiceName(other, service))
                        .toList());
    }

    private static Rendering rendered(
            InferenceService service, Component variant, ModelSpec model, ServingRuntime runtime) {
        List<Container> containers = containersOf(runtime);
        TemplateValues values = TemplateValues.of(service, variant);
        Container serving = named(containers, Defaulting.PREDICTOR_CONTAINER).orElseThrow();
        Container merged = merged(serving, model.container(), values);
        return new Rendering.Rendered(
                finished(withImage(merged, model, runtime), service),
                sidecars(containers, variant.containersOrEmpty(), values).stream()
                        .map(sidecar -> withServiceName(sidecar, service))
                        .toList());
    }

    private static List<Container> containersOf(ServingRuntime runtime) {
        return runtime.spec() == null || runtime.spec().containers() == null
                ? List.of()
                : runtime.spec().containers();
    }

    /// The service with this variant as its predictor, as KServe would have it once the runtime is
    /// chosen: its labels, too, may tell what the runtime is to be told.
    public static InferenceService completed(
            InferenceService service, Component predictor, ServingRuntime runtime) {
        InferenceService variant =
                KServeJson.edited(
                        service,
                        InferenceService.class,
                        tree ->
                                tree.withObject("/spec")
                                        .set("predictor", KServeJson.tree(predictor)));
        return RuntimeDefaults.apply(Defaulting.apply(variant), runtime);
    }

    private static Component predictorOf(InferenceService service) {
        return Objects.requireNonNull(Objects.requireNonNull(service.spec()).predictor());
    }

    static Container merged(Container base, Container overrides, TemplateValues values) {
        Container ours = filled(base, values, Template.Strictness.STRICT);
        Container theirs = filled(overrides, values, Template.Strictness.LENIENT);
        ObjectNode patch = KServeJson.tree(theirs);
        // The model's own name never renames the container that serves it.
        patch.remove("name");
        return KServeJson.read(ContainerMerge.merge(KServeJson.tree(ours), patch), Container.class);
    }

    private static Container filled(
            Container container, TemplateValues values, Template.Strictness strictness) {
        return KServeJson.read(
                new Template(values, strictness).fill(KServeJson.tree(container)), Container.class);
    }

    private static Container withImage(
            Container container, ModelSpec model, ServingRuntime runtime) {
        if (container.image() == null) {
            return container;
        }
        String image =
                ImageTag.of(
                        container.image(),
                        model.runtimeVersion(),
                        ServerType.of(runtime),
                        container.resources());
        return KServeJson.edited(container, Container.class, tree -> tree.put("image", image));
    }

    private static List<Container> sidecars(
            List<Container> ofRuntime, List<Container> ofPredictor, TemplateValues values) {
        List<Container> sidecars = new ArrayList<>();
        Optional<Container> transformer = named(ofPredictor, Defaulting.TRANSFORMER_CONTAINER);
        for (Container each : ofRuntime) {
            if (Objects.equals(each.name(), Defaulting.TRANSFORMER_CONTAINER)) {
                sidecars.add(
                        transformer
                                .map(override -> merged(each, override, values))
                                .orElseGet(() -> filled(each, values, Template.Strictness.STRICT)));
            } else if (!Objects.equals(each.name(), Defaulting.PREDICTOR_CONTAINER)) {
                sidecars.add(each);
            }
        }
        boolean merged = named(ofRuntime, Defaulting.TRANSFORMER_CONTAINER).isPresent();
        for (Container each : ofPredictor) {
            if (!merged || !Objects.equals(each.name(), Defaulting.TRANSFORMER_CONTAINER)) {
                sidecars.add(each);
            }
        }
        return sidecars;
    }

    private static Optional<Container> named(List<Container> containers, String name) {
        return containers.stream().filter(each -> name.equals(each.name())).findFirst();
    }

    private static Container finished(Container container, InferenceService service) {
        Container named = withServiceName(container, service);
        if (named.readinessProbe() != null) {
            return named;
        }
        List<ContainerPort> ports = named.ports() == null ? List.of() : named.ports();
        Integer first = ports.isEmpty() ? null : ports.getFirst().containerPort();
        int port = first == null ? DEFAULT_PORT : first;
        return KServeJson.edited(
                named,
                Container.class,
                tree -> {
                    ObjectNode probe = tree.putObject("readinessProbe");
                    probe.putObject("tcpSocket").put("port", port);
                    probe.put("timeoutSeconds", 1);
                    probe.put("periodSeconds", 10);
                    probe.put("successThreshold", 1);
                    probe.put("failureThreshold", 3);
                });
    }

    private static Container withServiceName(Container container, InferenceService service) {
        ObjectNode variable = KServeJson.mapper().createObjectNode();
        variable.withArray("env")
                .addObject()
                .put("name", SERVICE_NAME)
                .put("value", service.name());
        return KServeJson.read(
                ContainerMerge.merge(KServeJson.tree(container), variable), Container.class);
    }
}
