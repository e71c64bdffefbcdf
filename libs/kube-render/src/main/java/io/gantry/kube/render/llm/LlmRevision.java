package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kube.render.Artifact;
import io.gantry.kube.render.Names;
import java.util.List;

/// One revision of an LLMInferenceService.
///
/// Whatever of this changes while the revision runs changes its pods, which are then replaced: give
/// the same warm nodes for as long as it lives.
///
/// @param metadata of the LLMInferenceService
/// @param spec merged and filled in, see [io.gantry.kserve.combine.Combination]
/// @param revision name of the revision
/// @param deployment name of its Deployment, see [Names]
/// @param artifacts what the loader calls the model's files; empty where nothing is shared
/// @param warmNodes names of the nodes that have the model already
/// @param minReplicas the fewest pods that answer requests
public record LlmRevision(
        ObjectNode metadata,
        ObjectNode spec,
        String revision,
        String deployment,
        List<Artifact> artifacts,
        List<String> warmNodes,
        int minReplicas) {

    public LlmRevision {
        artifacts = List.copyOf(artifacts);
        warmNodes = List.copyOf(warmNodes);
    }

    /// Whatever is the revision's alone is called as its Deployment is: by KServe's name, or by
    /// that and the revision's number.
    LlmService service() {
        LlmService service = LlmService.of(metadata, spec);
        boolean usual = deployment.equals(Names.llm(service.name()));
        return service.as(revision, usual ? "" : "-" + Names.number(service.name(), revision));
    }
}
