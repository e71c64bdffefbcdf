package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What objects of ours hold, to tell whether somebody has changed or deleted them since we left
/// them. Written by informers and by whoever has just changed something.
final class Contents {

    /// Written by the controller of Deployments, and by ourselves beside what is rendered.
    private static final List<String> NOTES = List.of("deployment.kubernetes.io/", "gantry.io/");

    static final String REPLICAS = "replicas";

    private static final int REMEMBERED = 1000;

    private final KubernetesSerialization serialization;

    private final Map<String, Content> byUid = new ConcurrentHashMap<>();

    /// Uids of what has gone of late. Who has just applied an object may take note of it only after
    /// the informer has told that it is gone.
    private final Set<String> gone = recent();

    Contents(KubernetesSerialization serialization) {
        this.serialization = serialization;
    }

    private record Content(long version, String fingerprint) {}

    /// What objects held when we had applied them, by uid.
    record Left(Map<String, String> fingerprints) {

        Left {
            fingerprints = Map.copyOf(fingerprints);
        }
    }

    /// Takes note of an object as the API server has it.
    ///
    /// @return whether it holds something else than before
    boolean saw(HasMetadata object) {
        return saw(object, fingerprint(object));
    }

    private boolean saw(HasMetadata object, String fingerprint) {
        Content seen = new Content(Versions.of(object), fingerprint);
        String uid = object.getMetadata().getUid();
        Content before = byUid.get(uid);
        // An informer may tell of what we have changed since.
        Content after = byUid.merge(uid, seen, (a, b) -> b.version() >= a.version() ? b : a);
        if (gone.contains(uid)) {
            byUid.remove(uid);
        }
        return before == null || !before.fingerprint().equals(after.fingerprint());
    }

    void gone(String uid) {
        gone.add(uid);
        byUid.remove(uid);
    }

    private static Set<String> recent() {
        Map<String, Boolean> latest =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                        return size() > REMEMBERED;
                    }
                };
        return Collections.synchronizedSet(Collections.newSetFromMap(latest));
    }

    void forget(@Nullable Left left) {
        if (left != null) {
            left.fingerprints().keySet().forEach(byUid::remove);
        }
    }

    /// @param applied as the API server has answered
    Left leave(Collection<? extends HasMetadata> applied) {
        Map<String, String> fingerprints = new HashMap<>();
        for (HasMetadata object : applied) {
            String fingerprint = fingerprint(object);
            boolean _ = saw(object, fingerprint);
            fingerprints.put(object.getMetadata().getUid(), fingerprint);
        }
        return new Left(fingerprints);
    }

    /// Whether nobody has touched them.
    boolean areAs(Left left) {
        return left.fingerprints().entrySet().stream()
                .allMatch(each -> {
                    Content now = byUid.get(each.getKey());
                    return now != null && now.fingerprint().equals(each.getValue());
                });
    }

    /// Of what is asked for, not of what became of it.
    private String fingerprint(HasMetadata object) {
        ObjectNode fields = serialization.convertValue(object, ObjectNode.class);
        fields.remove(List.of("metadata", "status"));
        if (fields.get("spec") instanceof ObjectNode spec && !isOurs(object, REPLICAS)) {
            spec.remove(REPLICAS);
        }
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> annotations = new TreeMap<>(Maps.orEmpty(metadata.getAnnotations()));
        annotations.keySet().removeIf(key -> NOTES.stream().anyMatch(key::startsWith));
        return Fingerprint.of(
                serialization,
                List.of(
                        fields,
                        new TreeMap<>(Maps.orEmpty(metadata.getLabels())),
                        annotations,
                        metadata.getOwnerReferences()));
    }

    /// Whether we have applied a field of the spec, and nobody has changed it since.
    static boolean isOurs(HasMetadata object, String field) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> ClusterApi.FIELD_MANAGER.equals(entry.getManager()))
                .filter(entry -> entry.getFieldsV1() != null)
                .map(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec"))
                .anyMatch(spec ->
                        spec instanceof Map<?, ?> fields && fields.containsKey("f:" + field));
    }
}
