package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.validate.Field;
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

    private final LlmDeployments deployments;
    private final LlmGroups groups;
    private final LlmScalers scalers;

    public LlmRenderer(RenderSettings settings, ClusterLookup cluster) {
        LlmPods pods = new LlmPods(settings, cluster);
        this.deployments = new LlmDeployments(pods);
        this.groups = new LlmGroups(pods, cluster);
        this.scalers = new LlmScalers(cluster);
    }

    /// @param service as written, in either version
    /// @param configs the LLMInferenceServiceConfigs that there are: those that `baseRefs` name,
    ///   and KServe's presets, each of which takes the place of Gantry's own
    public LlmOutcome render(ObjectNode service, List<ObjectNode> configs) {
        if (Field.root(service).annotation(STOP).text().equals("true")) {
            return new LlmOutcome.Rendered(List.of(), List.of());
        }
        Findings remarks = new Findings();
        try {
            LlmService combined = Combination.of(service, new Configs(configs), remarks);
            return new LlmOutcome.Rendered(objects(combined, remarks), remarks.all());
        } catch (Refusal refusal) {
            return new LlmOutcome.Refused(refusal.why());
        }
    }

    private List<HasMetadata> objects(LlmService service, Findings remarks) {
        List<HasMetadata> objects = new ArrayList<>();
        ManagedClaims.template(service).ifPresent(objects::add);
        objects.add(LlmServices.of(service));
        for (LlmWorkload workload : service.workloads()) {
            objects.add(
                    workload.multiNode()
                            ? groups.of(workload, remarks)
                            : deployments.of(workload, remarks));
            objects.addAll(scalers.of(workload, remarks));
        }
        return objects;
    }
}
