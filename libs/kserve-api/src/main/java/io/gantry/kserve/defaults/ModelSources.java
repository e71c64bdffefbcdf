package io.gantry.kserve.defaults;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.EnvVar;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.StorageUriSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Where the files of a component come from, in whichever of its three ways the manifest says so.
public final class ModelSources {
    private static final String VARIABLE = "STORAGE_URI";

    private ModelSources() {}

    /// All places, each with the path that it is mounted at; none if the component downloads
    /// nothing. A model whose place is a key of the storage secret (`storage`) is not among them.
    public static List<StorageUriSpec> of(Component component) {
        List<StorageUriSpec> sources = new ArrayList<>();
        single(component)
                .map(uri -> new StorageUriSpec(uri, Defaulting.MODEL_DIRECTORY, Map.of()))
                .ifPresent(sources::add);
        Component defaulted = Defaulting.component(component);
        if (defaulted.storageUris() != null) {
            sources.addAll(defaulted.storageUris());
        }
        return List.copyOf(sources);
    }

    /// The one place that the component's implementation names: `storageUri` of the model or
    /// explainer, or the variable STORAGE_URI of the container that serves.
    public static Optional<String> single(Component component) {
        Component defaulted = Defaulting.component(component);
        ModelSpec model = defaulted.model() == null ? defaulted.art() : defaulted.model();
        if (model != null) {
            return Optional.ofNullable(model.storageUri());
        }
        return defaulted.containersOrEmpty().stream()
                .filter(container -> Defaulting.PREDICTOR_CONTAINER.equals(container.name()))
                .map(Container::envOrEmpty)
                .flatMap(List::stream)
                .filter(variable -> VARIABLE.equals(variable.name()))
                .map(EnvVar::value)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
