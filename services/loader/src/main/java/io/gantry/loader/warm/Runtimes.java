package io.gantry.loader.warm;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.Keys;
import io.gantry.events.LatestStates;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.ServingRuntimeEvent;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.select.RuntimeSelection;
import io.gantry.kserve.select.RuntimeSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The serving runtimes that are registered, and which of them will run a predictor: the one that
/// it names, else the one that the deployer would choose. Made anew when one of them changes.
final class Runtimes {

    private final LatestStates<ServingRuntimeEvent> known;
    private final List<ServingRuntime> readable = new ArrayList<>();
    private final Map<String, RuntimeCatalog> catalogs = new HashMap<>();

    Runtimes(LatestStates<ServingRuntimeEvent> known) {
        this.known = known;
        for (ServingRuntimeEvent each : known.present()) {
            if (each instanceof ServingRuntimeApplied applied) {
                read(applied.manifest()).ifPresent(readable::add);
            }
        }
    }

    /// Its manifest; null where none is known, of which nothing can be asked of a node.
    @Nullable JsonNode of(String namespace, JsonNode predictor) {
        String name = predictor.path("model").path("runtime").asText("");
        return name.isEmpty() ? chosen(namespace, predictor) : manifest(namespace, name);
    }

    private @Nullable JsonNode manifest(String namespace, String name) {
        return known.get(Keys.service(namespace, name))
                .or(() -> known.get(Keys.service(Keys.CLUSTER_SCOPE, name)))
                .filter(ServingRuntimeApplied.class::isInstance)
                .map(found -> ((ServingRuntimeApplied) found).manifest())
                .orElse(null);
    }

    private @Nullable JsonNode chosen(String namespace, JsonNode predictor) {
        if (readable.isEmpty() || !predictor.has("model")) {
            return null;
        }
        try {
            Component component = KServeJson.read(predictor, Component.class);
            RuntimeCatalog catalog =
                    catalogs.computeIfAbsent(namespace, name -> RuntimeCatalog.of(name, readable));
            return RuntimeSelector.select(component, catalog)
                            instanceof RuntimeSelection.Selected(ServingRuntime runtime)
                    ? manifest(namespace, runtime.name())
                    : null;
        } catch (IllegalArgumentException e) {
            // The deployer tells why it cannot be run.
            return null;
        }
    }

    private static Optional<ServingRuntime> read(JsonNode manifest) {
        try {
            return Optional.of(KServeJson.read(manifest, ServingRuntime.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
