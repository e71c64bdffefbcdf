package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.WorkerSpec;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.render.Rendering;
import io.gantry.kserve.render.WorkerContainer;
import io.gantry.kserve.validate.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A model on several nodes: the first of them serves, the further ones join it.
///
/// Where the cluster has LeaderWorkerSet, it keeps the nodes of one replica together and replaces
/// them together; else there are two Deployments, as in KServe.
final class MultiNode {
    private static final String BACKEND = "multinode/executor-backend";
    private static final String PROCESSES = "mp";

    private final PodTemplates pods;
    private final ClusterLookup cluster;

    MultiNode(PodTemplates pods, ClusterLookup cluster) {
        this.pods = pods;
        this.cluster = cluster;
    }

    /// @param head the pod of the first node, without what only several nodes need
    List<HasMetadata> of(Workload workload, PodDraft head, Model model) {
        ServingRuntime runtime = workload.runtime();
        if (runtime == null || runtime.spec() == null || runtime.spec().workerSpec() == null) {
            throw new Refusal(
                    "spec.predictor.workerSpec",
                    null,
                    "the runtime serves on one node only: it has no workerSpec",
                    "name a runtime that has one, or leave workerSpec out");
        }
        Workload workers = WorkerWorkloads.of(workload, runtime.spec().workerSpec());
        PodDraft worker = pods.draft(workers, container(workload, runtime), model, List.of());
        Sizes sizes = Sizes.of(workload, runtime.spec().workerSpec());
        ObjectNode serving = container(head, Defaulting.PREDICTOR_CONTAINER);
        ObjectNode joining = container(worker, WorkerContainer.NAME);
        Gpus gpus = Gpus.of(workload);
        NodePlan plan = plan(workload, sizes, gpus.requested(serving), gpus.requested(joining));
        gpus.set(serving, plan.headGpus());
        gpus.set(joining, plan.workerGpus());
        MultiNodeVariables variables = new MultiNodeVariables(workload, sizes, plan);
        variables.ofHead(serving, model);
        variables.ofWorker(joining);
        boolean together =
                cluster.kind(LeaderWorkerSets.GROUP, LeaderWorkerSets.KIND)
                        == ClusterLookup.Presence.PRESENT;
        Parts parts = new Parts(workload, head, workers, worker, model, plan);
        return together ? LeaderWorkerSets.of(parts) : twoDeployments(parts);
    }

    private static Rendering container(Workload workload, ServingRuntime runtime) {
        return WorkerContainer.of(workload.service(), workload.component(), runtime);
    }

    private static ObjectNode container(PodDraft pod, String name) {
        return pod.container(name).orElseThrow();
    }

    private static NodePlan plan(Workload workload, Sizes sizes, int head, int worker) {
        ServingRuntime runtime = Objects.requireNonNull(workload.runtime());
        Map<String, String> annotations =
                runtime.spec() == null ? null : runtime.spec().annotations();
        boolean processes = annotations != null && PROCESSES.equals(annotations.get(BACKEND));
        return processes
                ? NodePlan.ofProcesses(sizes.pipeline(), sizes.tensor())
                : NodePlan.ofRay(sizes.pipeline() * sizes.tensor(), head, worker);
    }

    private static List<HasMetadata> twoDeployments(Parts parts) {
        Workload workload = parts.workload();
        Workload workers = parts.workers();
        String service = workload.service().name();
        String revision = Objects.requireNonNull(workload.revision());
        return List.of(
                Services.headless(workload, Names.head(service, revision), revisionPods(workload)),
                Services.headless(workers, Names.workers(service, revision), revisionPods(workers)),
                Deployments.of(
                        workload,
                        PodTemplates.template(workload, parts.head(), parts.model()),
                        Scalers.unlessAsleep(workload)),
                Deployments.ofWorkers(
                        workers,
                        PodTemplates.template(workers, parts.worker(), parts.model()),
                        parts.plan().workers()));
    }

    /// The name of a Deployment is used again by a later revision, whose pods must not join this
    /// one's.
    private static Map<String, String> revisionPods(Workload workload) {
        return Map.of(
                Labels.APP,
                workload.app(),
                Labels.REVISION,
                Metadata.labels(workload).getOrDefault(Labels.REVISION, ""));
    }

    /// The two kinds of pods, complete.
    record Parts(
            Workload workload,
            PodDraft head,
            Workload workers,
            PodDraft worker,
            Model model,
            NodePlan plan) {}

    /// Into how many stages a model is cut, and over how many GPUs each of them is spread.
    record Sizes(int pipeline, int tensor) {
        static Sizes of(Workload workload, WorkerSpec ofRuntime) {
            WorkerSpec own = Objects.requireNonNull(workload.component().workerSpec());
            return new Sizes(
                    first(own.pipelineParallelSize(), ofRuntime.pipelineParallelSize()),
                    first(own.tensorParallelSize(), ofRuntime.tensorParallelSize()));
        }

        private static int first(@Nullable Integer own, @Nullable Integer ofRuntime) {
            return own != null ? own : ofRuntime != null ? ofRuntime : 1;
        }
    }
}
