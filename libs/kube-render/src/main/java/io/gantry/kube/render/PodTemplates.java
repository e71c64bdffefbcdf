package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.render.Rendering;
import io.gantry.kserve.validate.Refusal;
import java.util.ArrayList;
import java.util.List;

/// The pods of a workload.
final class PodTemplates {
    private final PodAssembly assembly;

    PodTemplates(PodAssembly assembly) {
        this.assembly = assembly;
    }

    /// A pod with these containers, in which the model is and which Kubernetes puts where it is
    /// wanted.
    PodDraft draft(Workload workload, Rendering containers, Model model, List<String> warmNodes) {
        PodDraft draft = new PodDraft(fragments(workload), listed(workload, containers));
        assembly.complete(draft, workload.owner(), model, warmNodes);
        return draft;
    }

    static PodTemplateSpec template(Workload workload, PodDraft draft, Model model) {
        return new PodTemplateSpecBuilder()
                .withMetadata(Metadata.ofPods(workload, model.annotations()))
                .withSpec(spec(workload, draft))
                .build();
    }

    static PodSpec spec(Workload workload, PodDraft draft) {
        return Typed.of(draft.spec(), PodSpec.class, "spec." + workload.kind().word());
    }

    /// @throws Refusal when the runtime and the component make no container
    static List<Container> listed(Workload workload, Rendering containers) {
        return switch (containers) {
            case Rendering.Rendered(Container serving, List<Container> sidecars) -> {
                List<Container> all = new ArrayList<>();
                all.add(serving);
                all.addAll(sidecars);
                yield all;
            }
            case Rendering.Invalid(String message) ->
                    throw new Refusal(
                            "spec." + workload.kind().word(),
                            null,
                            message,
                            "correct the runtime or the %s".formatted(workload.kind().word()));
        };
    }

    private static ObjectNode fragments(Workload workload) {
        return PodSpecMerge.merge(
                PodSpecFields.of(workload.runtime()), PodSpecFields.of(workload.component()));
    }
}
