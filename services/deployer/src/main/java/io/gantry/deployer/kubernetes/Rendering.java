package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.Artifact;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Names;
import io.gantry.kube.render.RenderOutcome;
import io.gantry.kube.render.RenderSettings;
import io.gantry.kube.render.Renderer;
import io.gantry.kube.render.RevisionRequest;
import io.gantry.kube.render.ServiceRequest;
import io.gantry.kube.render.llm.LlmOutcome;
import io.gantry.kube.render.llm.LlmRenderer;
import io.gantry.kube.render.llm.LlmRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks for objects with what this cluster and this installation have.
final class Rendering {

    /// The scalers of others, by kind.
    private static final Set<String> SCALERS = Set.of("HorizontalPodAutoscaler", "ScaledObject");

    private final Renderer renderer;

    /// For revisions that there are: they are not made anew since the cluster has got
    /// LeaderWorkerSets.
    private final Renderer ofDeployments;

    private final LlmRenderer llmRenderer;
    private final KubernetesSerialization serialization;

    Rendering(KubernetesClient client, DeployerConfig.Kubernetes config, ClusterLookup cluster) {
        RenderSettings settings = settings(config);
        this.renderer = new Renderer(settings, cluster);
        this.ofDeployments = new Renderer(settings, new WithoutGroups(cluster));
        this.llmRenderer = new LlmRenderer(settings, cluster);
        this.serialization = client.getKubernetesSerialization();
    }

    /// What came out.
    sealed interface Outcome {}

    /// @param why the manifest cannot be rendered
    record Refused(Failure why) implements Outcome {}

    /// How a revision is to be rendered, beside what its workload says.
    ///
    /// @param name that the revision's Deployment has, or would have
    /// @param kind of the set that there is; null when there is none
    /// @param inPlace whether pods make room for those of another template; else these stand beside
    ///   them first
    record Form(String name, List<String> warmNodes, @Nullable SetKind kind, boolean inPlace) {

        Form {
            warmNodes = List.copyOf(warmNodes);
        }
    }

    /// @param set what keeps the revision's replicas
    /// @param parts what belongs to it
    /// @param fingerprint equal for objects that are equal but for [Downloads]
    /// @param template equal for pods that are equal but for these
    /// @param downloads equal for equal ones of these
    record Rendered(
            HasMetadata set,
            List<HasMetadata> parts,
            String fingerprint,
            String template,
            String downloads)
            implements Outcome {

        Rendered {
            parts = List.copyOf(parts);
        }

        /// As `Kind/name`.
        List<String> partNames() {
            return parts.stream()
                    .map(part -> part.getKind() + "/" + part.getMetadata().getName())
                    .toList();
        }

        /// The same with what downloads into the pods that run; empty when one of them has
        /// something that is rendered no more.
        ///
        /// @param running what there is of an object that is rendered; null when that has no pods,
        ///   or is not there
        Optional<Rendered> withDownloads(Function<HasMetadata, @Nullable HasMetadata> running) {
            List<HasMetadata> all = new ArrayList<>(List.of(set));
            all.addAll(parts);
            for (int i = 0; i < all.size(); i++) {
                HasMetadata now = running.apply(all.get(i));
                if (now != null) {
                    Optional<HasMetadata> kept = Downloads.kept(all.get(i), now);
                    if (kept.isEmpty()) {
                        return Optional.empty();
                    }
                    all.set(i, kept.get());
                }
            }
            return Optional.of(
                    new Rendered(
                            all.getFirst(),
                            all.subList(1, all.size()),
                            fingerprint,
                            template,
                            downloads + Marks.WAITS));
        }

        /// Of those that have replicas, how many, as `Kind/name=3`.
        List<String> partReplicas() {
            return parts.stream()
                    .filter(SetObject::is)
                    .flatMap(part ->
                            Stream.ofNullable(SetObject.of(part).replicas())
                                    .map(replicas ->
                                            "%s/%s=%d"
                                                    .formatted(
                                                            part.getKind(),
                                                            part.getMetadata().getName(),
                                                            replicas)))
                    .toList();
        }

        boolean scaledByGantry() {
            return SetObject.of(set).replicas() == null
                    && parts.stream().noneMatch(part -> SCALERS.contains(part.getKind()));
        }
    }

    Outcome revision(Workload workload, Form form) {
        return switch (objects(workload, form)) {
            case RenderOutcome.Refused(Violation why) -> new Refused(failure(why));
            case RenderOutcome.Rendered(List<HasMetadata> objects) -> {
                if (form.inPlace()) {
                    Rolling.inPlace(workload, objects);
                }
                yield rendered(objects, form.name());
            }
        };
    }

    private Rendered rendered(List<HasMetadata> objects, String name) {
        List<HasMetadata> parts = new ArrayList<>(objects);
        int at =
                IntStream.range(0, parts.size())
                        .filter(each -> isSet(parts.get(each), name))
                        .findFirst()
                        .orElseThrow();
        HasMetadata set = parts.remove(at);
        List<ObjectNode> without = objects.stream().map(Downloads::without).toList();
        return new Rendered(
                set,
                parts,
                Fingerprint.of(serialization, without),
                Fingerprint.of(
                        serialization, without.stream().flatMap(Downloads::templates).toList()),
                Fingerprint.of(serialization, objects.stream().flatMap(Downloads::of).toList()));
    }

    private RenderOutcome objects(Workload workload, Form form) {
        ObjectNode llm = workload.llm();
        if (llm == null) {
            Renderer suitable = form.kind() == SetKind.DEPLOYMENT ? ofDeployments : renderer;
            return suitable.revision(request(workload, form.name(), form.warmNodes()));
        }
        return plain(llmRenderer.revision(llm(workload, llm, form.name(), form.warmNodes())));
    }

    private static RenderOutcome plain(LlmOutcome outcome) {
        return switch (outcome) {
            case LlmOutcome.Rendered rendered -> new RenderOutcome.Rendered(rendered.objects());
            case LlmOutcome.Refused(Violation why) -> new RenderOutcome.Refused(why);
        };
    }

    /// What keeps the pods that answer requests. A LeaderWorkerSet of pods that prefill comes after
    /// it.
    private static boolean isSet(HasMetadata object, String name) {
        return object instanceof Deployment
                ? object.getMetadata().getName().equals(name)
                : SetObject.is(object);
    }

    /// @param names of the Deployments of its current revisions
    RenderOutcome front(Front front, Function<Workload, String> names) {
        return LlmService.KIND.equals(front.service().kind())
                ? front.current().stream()
                        .findFirst()
                        .map(current -> llmFront(current, names.apply(current)))
                        .orElseGet(() -> new RenderOutcome.Rendered(List.of()))
                : serviceFront(front, names);
    }

    private RenderOutcome llmFront(Workload current, String name) {
        ObjectNode llm = current.llm();
        return llm == null
                ? new RenderOutcome.Rendered(List.of())
                : plain(llmRenderer.service(llm(current, llm, name, List.of())));
    }

    private RenderOutcome serviceFront(Front front, Function<Workload, String> names) {
        return renderer.service(
                new ServiceRequest(
                        front.service(),
                        front.current().stream()
                                .map(each -> request(each, names.apply(each), List.of()))
                                .toList()));
    }

    String fingerprint(List<HasMetadata> objects) {
        return Fingerprint.of(serialization, objects);
    }

    static Failure failure(Violation why) {
        return Failure.of(
                FailureReason.INVALID_PREDICTOR_SPEC,
                "%s: %s".formatted(why.field(), why.message()),
                why.remedy());
    }

    private static RevisionRequest request(Workload workload, String name, List<String> warmNodes) {
        return new RevisionRequest(
                workload.service(),
                workload.predictor(),
                workload.runtime(),
                workload.key().revision(),
                name,
                artifacts(workload),
                warmNodes);
    }

    private static LlmRevision llm(
            Workload workload, ObjectNode spec, String name, List<String> warmNodes) {
        return new LlmRevision(
                KServeJson.tree(workload.service()).withObjectProperty("metadata"),
                spec,
                workload.key().revision(),
                name,
                artifacts(workload),
                warmNodes,
                Objects.requireNonNullElse(workload.predictor().minReplicas(), 1));
    }

    private static List<Artifact> artifacts(Workload workload) {
        return workload.artifacts().stream()
                .map(each -> new Artifact(each.storageUri(), each.artifact(), each.sha256()))
                .toList();
    }

    private static RenderSettings settings(DeployerConfig.Kubernetes config) {
        return RenderSettings.DEFAULT
                .withAutoscalerClass(config.autoscalerClass())
                .withLoaderImage(config.loaderImage())
                .withNodeCache(config.nodeCache().map(Object::toString).orElse(null));
    }

    /// What a revision's Deployment may be called: KServe's name, and one of its own.
    static List<String> names(Workload workload) {
        String service = workload.key().name();
        String revision = workload.key().revision();
        String variant = workload.predictor().name();
        return workload.llm() == null
                ? List.of(
                        Names.predictor(service, variant),
                        Names.predictorOf(service, variant, revision))
                : List.of(Names.llm(service), Names.llmOf(service, revision));
    }
}
