package io.gantry.kserve.validate;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.defaults.Protocol;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules about environment variables that mean something to KServe.
final class Environment {
    /// Lets whoever writes a manifest replace the code of a model server.
    private static final Set<String> BLOCKED = Set.of("PYTHONPATH");

    private static final Set<String> CUSTOM_PROTOCOLS = Set.of(Protocol.V1, Protocol.V2);

    private Environment() {}

    static void blocked(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            for (Parts.Located located : Parts.containers(part)) {
                for (EnvVar variable : located.container().envOrEmpty()) {
                    if (variable.name() != null && BLOCKED.contains(variable.name())) {
                        findings.wrong(
                                located.path() + ".env",
                                variable.name(),
                                "the InferenceService \"%s\" is invalid: environment variable \"%s\" is not allowed"
                                        .formatted(service.name(), variable.name()),
                                "remove it; put code into the image");
                    }
                }
            }
        }
    }

    static void collocation(InferenceService service, Findings findings) {
        Component predictor = service.predictor();
        if (predictor == null) {
            return;
        }
        List<Container> containers = predictor.containersOrEmpty();
        for (int i = 0; i < containers.size(); i++) {
            boolean transformer =
                    Objects.equals(containers.get(i).name(), Defaulting.TRANSFORMER_CONTAINER);
            if (transformer && value(containers.get(i), "STORAGE_URI") != null) {
                findings.wrong(
                        "spec.predictor.containers[%d].env".formatted(i),
                        "STORAGE_URI",
                        "storage uri should not be specified in transformer container",
                        "set STORAGE_URI on the container named " + Defaulting.PREDICTOR_CONTAINER);
            }
        }
    }

    static void protocol(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.components(service)) {
            Component component = part.component();
            if (part.kind() != Parts.Kind.PREDICTOR
                    || part.model() != null
                    || component.containersOrEmpty().isEmpty()) {
                continue;
            }
            EnvVar protocol = value(component.containersOrEmpty().getFirst(), "PROTOCOL");
            if (protocol != null
                    && (protocol.value() == null || !CUSTOM_PROTOCOLS.contains(protocol.value()))) {
                findings.wrong(
                        part.path() + ".containers[0].env",
                        "PROTOCOL=" + protocol.value(),
                        "invalid protocol %s. Must be one of [v1, v2]".formatted(protocol.value()),
                        "set PROTOCOL to v1 or v2");
            }
        }
    }

    static @Nullable EnvVar value(Container container, String name) {
        return container.envOrEmpty().stream()
                .filter(variable -> name.equals(variable.name()))
                .findFirst()
                .orElse(null);
    }
}
