package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.gantry.kserve.combine.Combination;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.combine.Role;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Disruptions;
import io.gantry.kube.render.Labels;
import io.gantry.kube.render.Names;
import io.gantry.kube.render.PodAssembly;
import io.gantry.kube.render.RenderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Renders LLMInferenceServices.
///
/// Objects of a revision and objects of its service are rendered apart, because they live apart:
/// the former from the revision's first pod to its last, the latter as long as the service.
public final class LlmRenderer {
    private static final String STOP = "serving.kserve.io/stop";

    private final ClusterLookup cluster;
    private final PodAssembly assembly;
    private final LlmScalers scalers;

    public LlmRenderer(RenderSettings settings, ClusterLookup cluster) {
        this.cluster = cluster;
        this.assembly = new PodAssembly(settings, cluster);
        this.scalers = new LlmScalers(cluster);
    }

    /// What one revision consists of: the Deployment of the name that was asked for, that of the
    /// pods that prefill (or LeaderWorkerSets in their place), and what scales them.
    public LlmOutcome revision(LlmRevision revision) {
        return outcome(new ArrayList<>(), remarks -> objects(revision, remarks));
    }

    /// What a service has besides: the Service by which its current revision is reached.
    public LlmOutcome service(LlmRevision current) {
        return outcome(new ArrayList<>(), remarks -> List.of(LlmServices.of(current.service())));
    }

    /// Both, for a service that is not there yet: its first revision.
    ///
    /// @param service as written, in either version
    /// @param configs the LLMInferenceServiceConfigs that there are: those that `baseRefs` name,
    ///   and KServe's presets, each of which takes the place of Gantry's own
    public LlmOutcome render(ObjectNode service, List<ObjectNode> configs) {
        if (Field.root(service).annotation(STOP).text().equals("true")) {
            return new LlmOutcome.Rendered(List.of(), List.of());
        }
        return switch (Combination.of(service, configs)) {
            case Combination.Refused(Violation why) -> new LlmOutcome.Refused(why);
            case Combination.Combined combined ->
                    outcome(
                            new ArrayList<>(combined.remarks()),
                            remarks -> all(first(combined.service()), remarks));
        };
    }

    private static LlmRevision first(LlmService service) {
        return new LlmRevision(
                service.metadata(),
                service.spec(),
                "%s-%05d".formatted(service.name(), 1),
                Names.llm(service.name()),
                List.of(),
                List.of(),
                fewest(service.field()));
    }

    private static int fewest(Field workload) {
        Field scaling = workload.get("scaling");
        return Math.toIntExact(
                scaling.present()
                        ? scaling.get("minReplicas").number(1)
                        : workload.get("replicas").number(1));
    }

    private static LlmOutcome outcome(
            List<Violation> remarks, Function<Findings, List<HasMetadata>> rendering) {
        Findings more = new Findings();
        try {
            List<HasMetadata> objects = rendering.apply(more);
            remarks.addAll(more.all());
            return new LlmOutcome.Rendered(objects, remarks);
        } catch (Refusal refusal) {
            return new LlmOutcome.Refused(refusal.why());
        }
    }

    private List<HasMetadata> all(LlmRevision revision, Findings remarks) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(LlmServices.of(revision.service()));
        objects.addAll(objects(revision, remarks));
        return objects;
    }

    private static Optional<HasMetadata> budget(LlmRevision revision, LlmWorkload workload) {
        int replicas =
                workload.role() == Role.DECODE ? revision.minReplicas() : fewest(workload.field());
        String name = workload.multiNode() ? LlmGroups.name(workload) : workload.name();
        ObjectMeta metadata =
                LlmMetadata.of(workload.service(), name, LlmMetadata.revision(workload.service()));
        return workload.multiNode()
                ? Disruptions.ofGroups(replicas, metadata, name)
                : Disruptions.of(replicas, metadata, Map.of(Labels.APP, name));
    }

    private List<HasMetadata> objects(LlmRevision revision, Findings remarks) {
        LlmService service = revision.service();
        LlmPods pods = new LlmPods(assembly, revision.artifacts(), revision.warmNodes());
        List<HasMetadata> objects = new ArrayList<>();
        ManagedClaims.template(service).ifPresent(objects::add);
        for (LlmWorkload workload : service.workloads()) {
            objects.add(
                    workload.multiNode()
                            ? new LlmGroups(pods, cluster).of(workload, remarks)
                            : new LlmDeployments(pods).of(workload, remarks));
            objects.addAll(scalers.of(workload, remarks));
            budget(revision, workload).ifPresent(objects::add);
        }
        return objects;
    }
}
