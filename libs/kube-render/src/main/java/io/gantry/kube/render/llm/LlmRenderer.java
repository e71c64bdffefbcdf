package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.validate.Findings;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Refusal;
import io.gantry.kube.render.RenderSettings;
import java.util.ArrayList;
import java.util.List;

/// Renders LLMInferenceServices of both versions, with the LLMInferenceServiceConfigs that they
/// refer to.
public final class LlmRenderer {
    private static final String STOP = "serving.kserve.io/stop";

    private final LlmPods pods;
    private final ClusterLookup cluster;

    public LlmRenderer(RenderSettings settings, ClusterLookup cluster) {
        this.pods = new LlmPods(settings, cluster);
        this.cluster = cluster;
    }

    /// @param service as written, in either version
    /// @param configs the LLMInferenceServiceConfigs that there are: those that `baseRefs` name,
    ///   and KServe's presets, each of which takes the place of Gantry's own
    public LlmOutcome render(ObjectNode service, List<ObjectNode> configs) {
        Findings remarks = new Findings();
        try {
            LlmService combined = Combination.of(service, new Configs(configs), remarks);
            List<HasMetadata> objects =
                    "true".equals(combined.annotation(STOP))
                            ? List.of()
                            : objects(combined, remarks);
            return new LlmOutcome.Rendered(objects, remarks.all());
        } catch (Refusal refusal) {
            return new LlmOutcome.Refused(refusal.why());
        }
    }

    private List<HasMetadata> objects(LlmService service, Findings remarks) {
        List<HasMetadata> objects = new ArrayList<>();
        ManagedClaims.template(service).ifPresent(objects::add);
        List<HasMetadata> running = new ArrayList<>();
        for (LlmWorkload workload : service.workloads()) {
            running.add(
                    workload.multiNode()
                            ? new LlmGroups(pods, cluster).of(workload, remarks)
                            : LlmDeployments.of(workload, pods, remarks));
            running.addAll(new LlmScalers(cluster).of(workload, remarks));
        }
        objects.add(LlmServices.of(service));
        objects.addAll(running);
        return objects;
    }
}
