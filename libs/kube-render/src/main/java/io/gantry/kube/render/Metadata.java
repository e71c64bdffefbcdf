package io.gantry.kube.render;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Names, labels, annotations and owners of objects, by KServe's precedence: the component's over
/// the service's over the runtime's.
final class Metadata {
    private static final String PROMETHEUS = "prometheus.io/";
    private static final String PROMETHEUS_OF_RUNTIME = "prometheus.kserve.io/";
    private static final String SCRAPED = "serving.kserve.io/enable-prometheus-scraping";

    /// What KServe keeps from the objects that it makes.
    private static final Set<String> DISALLOWED =
            Set.of(
                    "autoscaling.knative.dev/min-scale",
                    "autoscaling.knative.dev/max-scale",
                    "internal.serving.kserve.io/storage-initializer-sourceuri",
                    "kubectl.kubernetes.io/last-applied-configuration");

    private static final List<String> STEERING = List.of("serving.kserve.io/", "gantry.io/");

    private Metadata() {}

    /// The metadata of an object of this workload, under a name of its own.
    static ObjectMeta of(Workload workload, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(workload.namespace())
                .withLabels(labels(workload))
                .withAnnotations(orNull(annotations(workload)))
                .withOwnerReferences(owners(workload.service()))
                .build();
    }

    /// The metadata of the workload's pods. What tells Gantry how to run them is not told to them:
    /// what pods bear cannot change without replacing them.
    static ObjectMeta ofPods(Workload workload, Map<String, String> more) {
        SortedMap<String, String> annotations = annotations(workload);
        scraped(annotations);
        annotations.keySet().removeIf(key -> STEERING.stream().anyMatch(key::startsWith));
        annotations.putAll(more);
        return new ObjectMetaBuilder()
                .withLabels(labels(workload))
                .withAnnotations(orNull(annotations))
                .build();
    }

    static SortedMap<String, String> labels(Workload workload) {
        SortedMap<String, String> labels = new TreeMap<>();
        ServingRuntime runtime = workload.runtime();
        if (runtime != null && runtime.spec() != null) {
            putAll(labels, runtime.spec().labels());
        }
        InferenceService service = workload.service();
        putAll(labels, service.metadata() == null ? null : service.metadata().labels());
        putAll(labels, workload.component().labels());
        labels.put(Labels.APP, workload.app());
        labels.put(Labels.SERVICE, service.name());
        labels.put(Labels.COMPONENT, workload.kind().word());
        labels.put(Labels.MANAGED_BY, Labels.GANTRY);
        if (workload.revision() != null) {
            labels.put(Labels.REVISION, Names.shortened(workload.revision()));
        }
        return labels;
    }

    static SortedMap<String, String> annotations(Workload workload) {
        SortedMap<String, String> annotations = new TreeMap<>();
        ServingRuntime runtime = workload.runtime();
        if (runtime != null && runtime.spec() != null) {
            putAll(annotations, runtime.spec().annotations());
        }
        InferenceService service = workload.service();
        putAll(annotations, service.metadata() == null ? null : service.metadata().annotations());
        putAll(annotations, workload.component().annotations());
        annotations.keySet().removeAll(DISALLOWED);
        return annotations;
    }

    /// What KServe's webhook tells Prometheus of pods that are to be scraped.
    private static void scraped(SortedMap<String, String> annotations) {
        if ("true".equals(annotations.get(SCRAPED))) {
            annotations.putIfAbsent(PROMETHEUS + "scrape", "true");
            annotations.putIfAbsent(
                    PROMETHEUS + "port",
                    annotations.getOrDefault(PROMETHEUS_OF_RUNTIME + "port", "8080"));
            annotations.putIfAbsent(
                    PROMETHEUS + "path",
                    annotations.getOrDefault(PROMETHEUS_OF_RUNTIME + "path", "/metrics"));
        }
    }

    private static List<OwnerReference> owners(InferenceService service) {
        String uid = service.metadata() == null ? null : service.metadata().uid();
        if (uid == null || uid.isEmpty()) {
            return List.of();
        }
        return List.of(
                new OwnerReferenceBuilder()
                        .withApiVersion(InferenceService.API_VERSION)
                        .withKind(InferenceService.KIND)
                        .withName(service.name())
                        .withUid(uid)
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build());
    }

    private static void putAll(Map<String, String> into, @Nullable Map<String, String> more) {
        if (more != null) {
            into.putAll(more);
        }
    }

    private static @Nullable Map<String, String> orNull(Map<String, String> map) {
        return map.isEmpty() ? null : map;
    }
}
