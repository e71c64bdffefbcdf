package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceable;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.gantry.deployer.kubernetes.Diagnosis.Warning;
import io.gantry.deployer.kubernetes.Sightings.PodsRefused;
import io.gantry.deployer.platform.PlatformAwayException;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.Keys;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Labels;
import io.quarkus.logging.Log;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Follows what the cluster has of ours. The client's own stores keep names only: what is needed of
/// an object is in [Sightings].
final class Informers implements AutoCloseable {

    private static final String FAILED_CREATE = "FailedCreate";

    private static final ResourceDefinitionContext SCALED_OBJECTS =
            new ResourceDefinitionContext.Builder()
                    .withGroup("keda.sh")
                    .withVersion("v1alpha1")
                    .withKind("ScaledObject")
                    .withPlural("scaledobjects")
                    .withNamespaced(true)
                    .build();

    /// How many objects are asked for at once at the start. Each takes some 20 KiB until it was
    /// looked at.
    private static final long PAGE = 100;

    private final KubernetesClient client;
    private final Sightings sightings;
    private final Contents contents;
    private final Consumer<String> changed;

    /// By the uid of an object: what an informer tells of one that is gone has its name alone.
    private final Map<String, PredictorKey> keys = new ConcurrentHashMap<>();

    /// The services (`namespace/name`) of other objects, likewise.
    private final Map<String, String> services = new ConcurrentHashMap<>();

    private final List<SharedIndexInformer<?>> running = new CopyOnWriteArrayList<>();

    /// Those that have to know what there is before anything is done.
    private final List<SharedIndexInformer<?>> awaited = new CopyOnWriteArrayList<>();

    private final InstalledKinds installed;

    /// @param changed told the service (`namespace/name`) of which something has changed, from the
    ///   client's threads
    Informers(
            KubernetesClient client,
            ClusterLookup cluster,
            Sightings sightings,
            Contents contents,
            Consumer<String> changed) {
        this.client = client;
        this.installed =
                new InstalledKinds(
                        cluster,
                        Map.of(
                                SetKind.LEADER_WORKER_SET.context(),
                                this::followLeaderWorkerSets,
                                SCALED_OBJECTS,
                                this::followScaledObjects));
        this.sightings = sightings;
        this.contents = contents;
        this.changed = changed;
    }

    /// Begins. What was there before is known once [#synced] is true.
    void start() {
        follow(Deployment.class, ours(client.apps().deployments()), new Sets<>());
        follow(Service.class, ours(client.services()), new Parts<>());
        follow(
                HorizontalPodAutoscaler.class,
                ours(client.autoscaling().v2().horizontalPodAutoscalers()),
                new Parts<>());
        follow(
                PodDisruptionBudget.class,
                ours(client.policy().v1().podDisruptionBudget()),
                new Parts<>());
        follow(Pod.class, ours(client.pods()), new Pods());
        follow(Node.class, client.nodes(), new Nodes());
        follow(Event.class, warningsAbout("Pod"), new Warnings());
        installed.start();
    }

    /// What kinds that are installed later have of ours is not waited for: it was not there before.
    boolean synced() {
        return installed.known() && awaited.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    private boolean followLeaderWorkerSets() {
        boolean follows = followInstalled(SetKind.LEADER_WORKER_SET.context(), new Sets<>());
        if (follows) {
            follow(Event.class, warningsAbout("StatefulSet"), new RefusedPods());
        }
        return follows;
    }

    private boolean followScaledObjects() {
        return followInstalled(SCALED_OBJECTS, new Parts<>());
    }

    /// An installation may be older than the kind: what it does not allow holds nothing else up.
    private boolean followInstalled(
            ResourceDefinitionContext kind,
            ResourceEventHandler<GenericKubernetesResource> handler) {
        var objects =
                client.genericKubernetesResources(kind)
                        .inAnyNamespace()
                        .withLabel(Labels.MANAGED_BY, Labels.GANTRY);
        try {
            var _ = objects.list(new ListOptionsBuilder().withLimit(1L).build());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw new PlatformAwayException(kind.getKind() + ": " + e.getMessage(), e);
            }
            Log.warnf(
                    "Not followed, as the deployer may not list them; apply its ClusterRole from infra/kubernetes kind=%s",
                    kind.getKind());
            return false;
        }
        follow(GenericKubernetesResource.class, objects, handler);
        return true;
    }

    private Informable<Event> warningsAbout(String kind) {
        return client.v1()
                .events()
                .inAnyNamespace()
                .withField("involvedObject.kind", kind)
                .withField("type", "Warning");
    }

    @Override
    public void close() {
        installed.close();
        running.forEach(SharedIndexInformer::close);
    }

    private static <T> Informable<T> ours(
            AnyNamespaceable<? extends AnyNamespaceOperation<T, ?, ?>> objects) {
        return objects.inAnyNamespace().withLabel(Labels.MANAGED_BY, Labels.GANTRY);
    }

    private <T extends HasMetadata> void follow(
            Class<T> type, Informable<T> objects, ResourceEventHandler<T> handler) {
        SharedIndexInformer<T> informer = objects.withLimit(PAGE).runnableInformer(0);
        informer.removeNamespaceIndex();
        informer.itemStore(
                new ReducedStateItemStore<>(
                        ReducedStateItemStore.UID_KEY_STATE,
                        type,
                        client.getKubernetesSerialization(),
                        "metadata.namespace",
                        "metadata.name"));
        // It goes on whatever happens: an API server that is away comes back.
        informer.exceptionHandler((started, failure) -> true);
        informer.addEventHandler(handler);
        running.add(informer);
        if (!installed.known()) {
            awaited.add(informer);
        }
        var _ = informer.start();
    }

    /// Handles what there is and what changes alike.
    private abstract static class Handler<T> implements ResourceEventHandler<T> {

        abstract void is(T object);

        @Override
        public void onAdd(T object) {
            is(object);
        }

        @Override
        public void onUpdate(T before, T object) {
            is(object);
        }

        @Override
        public void onDelete(T object, boolean unknown) {}
    }

    /// Those of revisions, and other Deployments.
    private final class Sets<T extends HasMetadata> extends Handler<T> {

        private final Parts<T> others = new Parts<>();

        @Override
        void is(T object) {
            Optional<PredictorKey> key = SetSighting.key(object.getMetadata());
            if (key.isEmpty()) {
                sightings.components().saw(object);
                others.is(object);
                ComponentSightings.key(object.getMetadata())
                        .ifPresent(component -> changed.accept(component.service()));
                return;
            }
            keys.put(object.getMetadata().getUid(), key.get());
            boolean _ = contents.saw(object);
            SetSighting set = SetSighting.of(key.get(), object);
            if (object.getMetadata().getDeletionTimestamp() == null) {
                sightings.saw(set);
            } else {
                sightings.leaves(key.get(), set.uid(), set.name());
            }
            changed.accept(key.get().service());
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            keyOfGone(object)
                    .ifPresent(key -> {
                        sightings.gone(key, object.getMetadata().getUid());
                        changed.accept(key.service());
                    });
            sightings.components().gone(object.getMetadata().getUid()).ifPresent(changed);
            others.onDelete(object, unknown);
        }
    }

    /// What belongs to a service or to a revision, and tells nothing of how it fares.
    private final class Parts<T extends HasMetadata> extends Handler<T> {

        @Override
        void is(T object) {
            boolean news = contents.saw(object);
            service(object)
                    .ifPresent(service -> {
                        services.put(object.getMetadata().getUid(), service);
                        if (object.getMetadata().getDeletionTimestamp() != null) {
                            // It was asked to go, and need not be asked again.
                            sightings.gone(service, FrontObject.of(object));
                        } else if (FrontObject.is(object)) {
                            sightings.saw(service, FrontObject.of(object));
                        }
                        if (news) {
                            changed.accept(service);
                        }
                    });
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            contents.gone(object.getMetadata().getUid());
            String service = services.remove(object.getMetadata().getUid());
            if (service != null) {
                sightings.gone(service, FrontObject.of(object));
                changed.accept(service);
            }
        }
    }

    private static Optional<String> service(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .map(labels -> labels.get(Labels.SERVICE))
                .map(name -> Keys.service(object.getMetadata().getNamespace(), name));
    }

    private final class Pods extends Handler<Pod> {

        @Override
        void is(Pod pod) {
            ComponentSightings.key(pod.getMetadata())
                    .ifPresent(key -> {
                        sightings.saw(key, PodSighting.of(pod));
                        changed.accept(key.service());
                    });
            PodSighting.key(pod.getMetadata())
                    .ifPresent(key -> {
                        keys.put(pod.getMetadata().getUid(), key);
                        sightings.saw(key, PodSighting.of(pod));
                        changed.accept(key.service());
                    });
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            keyOfGone(pod)
                    .ifPresent(key -> {
                        sightings.podGone(key, pod.getMetadata().getUid());
                        changed.accept(key.service());
                    });
            sightings.componentGone(pod.getMetadata().getUid()).ifPresent(changed);
        }
    }

    private final class Nodes extends Handler<Node> {

        @Override
        void is(Node node) {
            sightings.devices().saw(node);
            boolean lost =
                    node.getStatus() != null
                            && node.getStatus().getConditions().stream()
                                    .anyMatch(each ->
                                            "Ready".equals(each.getType())
                                                    && "Unknown".equals(each.getStatus()));
            tell(sightings.node(node.getMetadata().getName(), lost));
        }

        @Override
        public void onDelete(Node node, boolean unknown) {
            sightings.devices().gone(node);
            tell(sightings.node(node.getMetadata().getName(), true));
        }
    }

    private final class Warnings extends Handler<Event> {

        @Override
        void is(Event event) {
            if (event.getInvolvedObject() != null && event.getInvolvedObject().getUid() != null) {
                sightings.warned(
                        event.getInvolvedObject().getUid(),
                        new Warning(
                                String.valueOf(event.getReason()),
                                String.valueOf(event.getMessage())));
            }
        }
    }

    /// Of StatefulSets, which bear no labels of ours.
    private final class RefusedPods extends Handler<Event> {

        @Override
        void is(Event event) {
            Instant at = Times.parse(event.getLastTimestamp());
            if (FAILED_CREATE.equals(event.getReason()) && at != null) {
                tell(
                        sightings.podsRefused(
                                event.getInvolvedObject().getNamespace()
                                        + "/"
                                        + event.getInvolvedObject().getName(),
                                new PodsRefused(String.valueOf(event.getMessage()), at)));
            }
        }
    }

    private void tell(Collection<PredictorKey> concerned) {
        concerned.forEach(key -> changed.accept(key.service()));
    }

    private Optional<PredictorKey> keyOfGone(HasMetadata object) {
        return Optional.ofNullable(keys.remove(object.getMetadata().getUid()));
    }
}
