package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kube.render.ClusterLookup.SecretView;
import io.gantry.kube.render.ClusterLookup.ServiceAccountView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// As whom a model is downloaded: by references to secrets, from which the kubelet fills in the
/// values. Which secrets these are is KServe's rule (`pkg/credentials`): the storage secret where
/// the model names a key of it, else the one secret of the annotation, else all of the service
/// account.
final class Credentials {
    private static final String SECRET = "serving.kserve.io/storageSecretName";
    private static final String ROLE = "eks.amazonaws.com/role-arn";
    private static final String DEFAULT_ACCOUNT = "default";

    private final ClusterLookup cluster;
    private final PodOwner owner;
    private final PodDraft pod;

    Credentials(ClusterLookup cluster, PodOwner owner, PodDraft pod) {
        this.cluster = cluster;
        this.owner = owner;
        this.pod = pod;
    }

    /// Tells the container that downloads.
    void add(ObjectNode container, Model model) {
        String secret = owner.annotation(SECRET);
        if (model.storage() != null) {
            StorageSecret.add(
                    container,
                    model.storage(),
                    Objects.requireNonNullElse(secret, StorageSecret.NAME));
            return;
        }
        Optional<ServiceAccountView> account = account();
        account.filter(found -> found.annotations().containsKey(ROLE))
                .ifPresent(found -> S3Settings.add(container, found.annotations()));
        List<String> secrets =
                secret == null
                        ? account.map(ServiceAccountView::secrets).orElse(List.of())
                        : List.of(secret);
        secrets.forEach(name -> add(container, name, secret != null));
        S3Settings.trust(pod, container);
    }

    private Optional<ServiceAccountView> account() {
        @Nullable String name = pod.serviceAccount();
        return cluster.serviceAccount(
                owner.namespace(), Objects.requireNonNullElse(name, DEFAULT_ACCOUNT));
    }

    /// A secret that is asked for by name must be there; one that an account lists may be gone.
    private void add(ObjectNode container, String name, boolean asked) {
        Optional<SecretView> secret = cluster.secret(owner.namespace(), name);
        if (secret.isPresent()) {
            SecretKinds.add(pod, container, name, secret.get());
        } else if (asked && cluster.complete()) {
            throw new Refusal(
                    "metadata.annotations[\"%s\"]".formatted(SECRET),
                    name,
                    "there is no secret of this name in the namespace \"%s\""
                            .formatted(owner.namespace()),
                    "create it, or name another");
        }
    }

    /// A variable that the kubelet fills in from a secret.
    static ObjectNode reference(String variable, String secret, String key) {
        ObjectNode tree = KServeJson.mapper().createObjectNode().put("name", variable);
        tree.putObject("valueFrom").putObject("secretKeyRef").put("name", secret).put("key", key);
        return tree;
    }
}
