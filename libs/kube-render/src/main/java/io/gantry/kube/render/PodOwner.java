package io.gantry.kube.render;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// For whom a pod is, as far as what is added to it depends on that.
///
/// @param annotations those that steer what is added, such as `serving.kserve.io/storageSecretName`
/// @param downloader the ClusterStorageContainer that is asked for by name; null for none
/// @param field path of what describes the pod, for people
/// @param servers names of the containers that are to see the model
/// @param app the label `app` of the pods that are to be spread over nodes; null for pods that
///   somebody else places
public record PodOwner(
        String namespace,
        Map<String, String> annotations,
        @Nullable String downloader,
        String field,
        List<String> servers,
        @Nullable String app) {

    public PodOwner {
        annotations = Map.copyOf(annotations);
        servers = List.copyOf(servers);
    }

    @Nullable String annotation(String key) {
        return annotations.get(key);
    }

    /// The path of a field below, for people.
    String at(String name) {
        return field + "." + name;
    }
}
