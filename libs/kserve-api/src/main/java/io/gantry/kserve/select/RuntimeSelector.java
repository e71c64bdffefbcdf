package io.gantry.kserve.select;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.ModelSpec;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.defaults.Protocol;
import io.gantry.kserve.select.RuntimeSelection.FormatNotSupported;
import io.gantry.kserve.select.RuntimeSelection.MultiNodeNotSupported;
import io.gantry.kserve.select.RuntimeSelection.NoModel;
import io.gantry.kserve.select.RuntimeSelection.NoSupportingRuntime;
import io.gantry.kserve.select.RuntimeSelection.OwnContainers;
import io.gantry.kserve.select.RuntimeSelection.ProtocolNotSupported;
import io.gantry.kserve.select.RuntimeSelection.RuntimeDisabled;
import io.gantry.kserve.select.RuntimeSelection.RuntimeNotRecognized;
import io.gantry.kserve.select.RuntimeSelection.Selected;
import java.util.List;
import java.util.Objects;

/// Chooses the runtime of a predictor by KServe's rules.
public final class RuntimeSelector {
    private RuntimeSelector() {}

    /// The runtime for this predictor, defaulted or not; a canary's predictor is chosen for alike.
    public static RuntimeSelection select(Component predictor, RuntimeCatalog catalog) {
        Component component = Defaulting.component(predictor);
        ModelSpec model = component.model();
        if (model == null) {
            return component.containersOrEmpty().isEmpty()
                    ? new NoModel(
                            "the predictor has neither a model nor a container; give it"
                                    + " spec.predictor.model with a modelFormat and a storageUri")
                    : new OwnContainers();
        }
        Candidates candidates = new Candidates(model, false, component.workerSpec() != null);
        if (model.runtime() != null) {
            return named(model.runtime(), candidates, catalog);
        }
        if (model.modelFormat() == null || model.modelFormat().name() == null) {
            return new NoModel("spec.predictor.model.modelFormat.name is missing");
        }
        List<ServingRuntime> fitting = candidates.in(catalog);
        return fitting.isEmpty()
                ? new NoSupportingRuntime(Explanation.of(candidates, catalog))
                : new Selected(fitting.getFirst());
    }

    /// The runtimes that fit this predictor, best first; those that a model names come in the same
    /// order, though only the named one is chosen. None for a predictor with containers of its own.
    public static List<ServingRuntime> candidates(Component predictor, RuntimeCatalog catalog) {
        Component component = Defaulting.component(predictor);
        ModelSpec model = component.model();
        return model == null
                ? List.of()
                : new Candidates(model, false, component.workerSpec() != null).in(catalog);
    }

    private static RuntimeSelection named(
            String name, Candidates candidates, RuntimeCatalog catalog) {
        return catalog.all()
                .filter(runtime -> runtime.name().equals(name))
                .findFirst()
                .map(runtime -> checked(runtime, candidates))
                .orElseGet(() ->
                        new RuntimeNotRecognized(
                                "there is no ServingRuntime or ClusterServingRuntime named \"%s\"; %s"
                                        .formatted(name, Explanation.existing(catalog))));
    }

    private static RuntimeSelection checked(ServingRuntime runtime, Candidates candidates) {
        ModelSpec model = candidates.model();
        String name = runtime.name();
        if (runtime.spec() != null && Boolean.TRUE.equals(runtime.spec().disabled())) {
            return new RuntimeDisabled(
                    "the runtime \"%s\" is disabled; enable it, or name another one"
                            .formatted(name));
        }
        // Without a protocol of its own, a model that names its runtime takes that runtime's.
        String protocol = model.protocolVersion();
        if (protocol != null && !Candidates.speaks(runtime, protocol)) {
            String spoken = String.join(", ", Candidates.protocols(runtime));
            return new ProtocolNotSupported(
                    "the runtime \"%s\" does not speak protocol %s; it speaks %s"
                            .formatted(name, protocol, spoken));
        }
        if (!candidates.serves(runtime)) {
            return new FormatNotSupported(
                    "the runtime \"%s\" does not serve %s"
                            .formatted(name, Explanation.insteadOf(model, runtime)));
        }
        if (candidates.multiNode() && Objects.requireNonNull(runtime.spec()).workerSpec() == null) {
            return new MultiNodeNotSupported(
                    "the predictor has a workerSpec and the runtime \"%s\" has none: it serves on one node only"
                            .formatted(name));
        }
        return new Selected(runtime);
    }

    /// The protocol that clients of this predictor speak once the runtime is known.
    public static String protocol(Component predictor, ServingRuntime runtime) {
        ModelSpec model = Defaulting.component(predictor).model();
        if (model != null && model.protocolVersion() != null) {
            return model.protocolVersion();
        }
        String lowest = Protocol.lowest(Candidates.protocols(runtime));
        return lowest == null ? Protocol.V1 : lowest;
    }
}
