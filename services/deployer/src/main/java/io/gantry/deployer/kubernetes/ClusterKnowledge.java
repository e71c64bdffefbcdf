package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.gantry.deployer.platform.PlatformAwayException;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.StorageContainer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the cluster has that predictors refer to. It is asked again after a while, and not for each
/// of thousands of services that have one service account. Of secrets nothing but the names of keys
/// is kept.
final class ClusterKnowledge implements ClusterLookup {

    private static final Duration GOOD_FOR = Duration.ofSeconds(30);

    private static final int MOST = 10_000;

    private static final ResourceDefinitionContext STORAGE_CONTAINERS =
            new ResourceDefinitionContext.Builder()
                    .withGroup("serving.kserve.io")
                    .withVersion("v1alpha1")
                    .withKind("ClusterStorageContainer")
                    .withPlural("clusterstoragecontainers")
                    .withNamespaced(false)
                    .build();

    private final KubernetesClient client;
    private final InstantSource time;
    private final Map<Asked, Answer> answers = new ConcurrentHashMap<>();

    ClusterKnowledge(KubernetesClient client, InstantSource time) {
        this.client = client;
        this.time = time;
    }

    @Override
    public Optional<ServiceAccountView> serviceAccount(String namespace, String name) {
        return ask(
                new Asked("ServiceAccount", namespace, name),
                () ->
                        Optional.ofNullable(
                                        client.serviceAccounts()
                                                .inNamespace(namespace)
                                                .withName(name)
                                                .get())
                                .map(ClusterKnowledge::view));
    }

    @Override
    public Optional<SecretView> secret(String namespace, String name) {
        return ask(
                new Asked("Secret", namespace, name),
                () ->
                        Optional.ofNullable(
                                        client.secrets()
                                                .inNamespace(namespace)
                                                .withName(name)
                                                .get())
                                .map(ClusterKnowledge::view));
    }

    @Override
    public Presence kind(String group, String kind) {
        return ask(
                new Asked("kind", group, kind),
                () ->
                        client.getApiGroup(group) == null
                                ? Presence.ABSENT
                                : client.getApiGroup(group).getVersions().stream()
                                                .anyMatch(version ->
                                                        client.supports(
                                                                version.getGroupVersion(), kind))
                                        ? Presence.PRESENT
                                        : Presence.ABSENT);
    }

    /// What is not found does not exist.
    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public List<StorageContainer> storageContainers() {
        return ask(
                new Asked("ClusterStorageContainers", "cluster", "all"),
                this::listStorageContainers);
    }

    private List<StorageContainer> listStorageContainers() {
        try {
            return client.genericKubernetesResources(STORAGE_CONTAINERS).list().getItems().stream()
                    .map(each ->
                            new StorageContainer(
                                    client.getKubernetesSerialization()
                                            .convertValue(each, ObjectNode.class)))
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                // The cluster does not have the kind.
                return List.of();
            }
            throw e;
        }
    }

    private static ServiceAccountView view(ServiceAccount account) {
        return new ServiceAccountView(
                Maps.orEmpty(account.getMetadata().getAnnotations()),
                account.getSecrets().stream().map(secret -> secret.getName()).toList());
    }

    private static SecretView view(Secret secret) {
        Set<String> keys = new HashSet<>();
        if (secret.getData() != null) {
            keys.addAll(secret.getData().keySet());
        }
        return new SecretView(keys, Maps.orEmpty(secret.getMetadata().getAnnotations()));
    }

    @SuppressWarnings("unchecked")
    private <T> T ask(Asked what, Supplier<T> question) {
        Answer known = answers.get(what);
        if (known != null && time.instant().isBefore(known.until())) {
            return (T) known.value();
        }
        if (answers.size() >= MOST) {
            answers.clear();
        }
        T value;
        try {
            value = question.get();
        } catch (KubernetesClientException e) {
            throw new PlatformAwayException(
                    "%s %s/%s cannot be looked up: %s"
                            .formatted(what.kind(), what.scope(), what.name(), e.getMessage()),
                    e);
        }
        answers.put(what, new Answer(value, time.instant().plus(GOOD_FOR)));
        return value;
    }

    private record Asked(String kind, String scope, String name) {}

    private record Answer(Object value, Instant until) {}
}
