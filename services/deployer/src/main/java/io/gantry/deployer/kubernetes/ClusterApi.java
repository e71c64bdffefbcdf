package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.gantry.deployer.platform.PlatformAwayException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the deployer changes in the cluster. Every call blocks.
final class ClusterApi {

    /// Who owns the fields that are applied.
    static final String FIELD_MANAGER = "gantry-deployer";

    /// Who owns the number of replicas: others may take it over.
    private static final String SCALER = "gantry-scaler";

    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final MeterRegistry registry;

    ClusterApi(KubernetesClient client, MeterRegistry registry) {
        this.client = client;
        this.registry = registry;
    }

    /// Server-side apply. Fields that others have set over ours are taken back.
    ///
    /// @throws RefusedByClusterException when the cluster does not want it
    /// @throws PlatformAwayException when it does not answer, or is too busy
    <T extends HasMetadata> T apply(T object) {
        return watched(
                "apply",
                object.getKind() + " " + object.getMetadata().getName(),
                () ->
                        client.resource(object)
                                .fieldManager(FIELD_MANAGER)
                                .forceConflicts()
                                .serverSideApply());
    }

    /// Of what goes when a set goes.
    static OwnerReference owner(HasMetadata set) {
        return new OwnerReferenceBuilder()
                .withApiVersion(set.getApiVersion())
                .withKind(set.getKind())
                .withName(set.getMetadata().getName())
                .withUid(set.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /// @return null when it is not there
    /// @throws PlatformAwayException when the API server does not answer
    @Nullable HasMetadata find(SetKind.Ref set) {
        try {
            return resource(set).get();
        } catch (KubernetesClientException e) {
            throw translated(set.text(), e);
        }
    }

    HasMetadata scale(SetKind.Ref set, int replicas) {
        return patch(set, SCALER, "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
    }

    /// Leaves the number of replicas of a Deployment as it is, to others: what we have applied and
    /// do not apply any more would go back to its default of 1, whatever runs
    /// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership).
    void leaveReplicas(String namespace, String name) {
        Deployment now = client.apps().deployments().inNamespace(namespace).withName(name).get();
        if (now == null || !Contents.isOurs(now, Contents.REPLICAS)) {
            return;
        }
        SetKind.Ref set = new SetKind.Ref(SetKind.DEPLOYMENT, namespace, name);
        PatchContext context =
                new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(SCALER)
                        .withForce(true)
                        .build();
        String json =
                """
                {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "%s"}, "spec": {"replicas": %d}}
                """
                        .formatted(
                                set.kind().apiVersion(),
                                set.kind().kind(),
                                name,
                                now.getSpec().getReplicas());
        var _ = watched("apply", set.text(), () -> resource(set).patch(context, json));
    }

    /// @param marks annotations; a value of null removes one
    HasMetadata annotate(SetKind.Ref set, Map<String, String> marks) {
        String json = client.getKubernetesSerialization().asJson(Map.of("annotations", marks));
        return patch(set, FIELD_MANAGER, "{\"metadata\":%s}".formatted(json));
    }

    /// @param marks annotations; a value of null removes one
    Pod annotate(PodSighting pod, Map<String, @Nullable String> marks) {
        String json = client.getKubernetesSerialization().asJson(Map.of("annotations", marks));
        PatchContext context =
                new PatchContext.Builder()
                        .withPatchType(PatchType.JSON_MERGE)
                        .withFieldManager(SCALER)
                        .build();
        return watched(
                "patch",
                "Pod " + pod.name(),
                () ->
                        client.pods()
                                .inNamespace(pod.namespace())
                                .withName(pod.name())
                                .patch(context, "{\"metadata\":%s}".formatted(json)));
    }

    /// Kubernetes ends its pods, removes what belongs to it, and then itself. If it went first, and
    /// another of its name came while the garbage collector does not reach the API server, the
    /// collector would take the new one for the old one, and never remove the old one's pods.
    void delete(SetKind.Ref set) {
        watched(
                "delete",
                set.text(),
                () -> resource(set).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete());
    }

    private Resource<? extends HasMetadata> resource(SetKind.Ref set) {
        return switch (set.kind()) {
            case DEPLOYMENT ->
                    client.apps().deployments().inNamespace(set.namespace()).withName(set.name());
            case LEADER_WORKER_SET ->
                    client.genericKubernetesResources(set.kind().context())
                            .inNamespace(set.namespace())
                            .withName(set.name());
        };
    }

    void delete(FrontObject object) {
        if (object.isService()) {
            watched(
                    "delete",
                    "Service " + object.name(),
                    () ->
                            client.services()
                                    .inNamespace(object.namespace())
                                    .withName(object.name())
                                    .delete());
        } else {
            deletePart(object.namespace(), object.text());
        }
    }

    /// @param part as `Kind/name`, one of those that renderings have beside a Deployment
    void deletePart(String namespace, String part) {
        int slash = part.indexOf('/');
        String name = part.substring(slash + 1);
        GenericKubernetesResource object =
                new GenericKubernetesResourceBuilder()
                        .withKind(part.substring(0, slash))
                        .withApiVersion(apiVersion(part.substring(0, slash)))
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build();
        watched(
                "delete",
                part,
                () ->
                        client.resource(object)
                                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                                .delete());
    }

    private static String apiVersion(String kind) {
        return switch (kind) {
            case "Deployment" -> SetKind.DEPLOYMENT.apiVersion();
            case "LeaderWorkerSet" -> SetKind.LEADER_WORKER_SET.apiVersion();
            case "Service" -> "v1";
            case "HorizontalPodAutoscaler" -> "autoscaling/v2";
            case "PodDisruptionBudget" -> "policy/v1";
            case "ScaledObject" -> "keda.sh/v1alpha1";
            case "ResourceClaimTemplate" -> "resource.k8s.io/v1";
            default -> throw new IllegalArgumentException("Nobody renders a " + kind);
        };
    }

    /// An event that the cluster has already is counted up.
    void tell(Event event) {
        watched(
                "event",
                "Event " + event.getMetadata().getName(),
                () -> {
                    Event before = client.resource(event).get();
                    return before == null
                            ? client.resource(event).create()
                            : client.resource(
                                            new EventBuilder(before)
                                                    .withMessage(event.getMessage())
                                                    .withLastTimestamp(event.getLastTimestamp())
                                                    .withCount(count(before) + 1)
                                                    .build())
                                    .update();
                });
    }

    private static int count(Event event) {
        return event.getCount() == null ? 1 : event.getCount();
    }

    KubernetesSerialization serialization() {
        return client.getKubernetesSerialization();
    }

    private HasMetadata patch(SetKind.Ref set, String manager, String json) {
        PatchContext context =
                new PatchContext.Builder()
                        .withPatchType(PatchType.JSON_MERGE)
                        .withFieldManager(manager)
                        .build();
        return watched("patch", set.text(), () -> resource(set).patch(context, json));
    }

    private <T> T watched(String verb, String what, Supplier<T> call) {
        Counter.builder("gantry.deployer.api.writes")
                .description("Writes to the Kubernetes API")
                .tag("verb", verb)
                .register(registry)
                .increment();
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw translated(what, e);
        }
    }

    private static RuntimeException translated(String what, KubernetesClientException e) {
        Status status = e.getStatus();
        String message =
                status == null || status.getMessage() == null
                        ? String.valueOf(e.getMessage())
                        : status.getMessage();
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_BAD_REQUEST,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    HttpURLConnection.HTTP_NOT_FOUND,
                    UNPROCESSABLE ->
                    new RefusedByClusterException(what, e.getCode(), message, e);
            default -> new PlatformAwayException(what + ": " + message, e);
        };
    }
}
