package io.gantry.kube.render.llm;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.combine.Role;
import io.gantry.kserve.llm.LlmVersion;
import io.gantry.kube.render.Labels;
import io.gantry.kube.render.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Labels, annotations and owners of a service's objects, as KServe sets them.
public final class LlmMetadata {
    /// What of the service's own metadata its pods get.
    private static final List<String> PASSED_ANNOTATIONS =
            List.of(
                    "k8s.v1.cni.cncf.io",
                    "kueue.x-k8s.io",
                    "leaderworkerset.sigs.k8s.io",
                    "prometheus.io");

    private static final List<String> PASSED_LABELS = List.of("kueue.x-k8s.io");

    /// Tells KServe's router of a preset's name for the model.
    private static final Set<String> KEPT_BACK =
            Set.of("serving.kserve.io/model-based-routing-enabled");

    /// By which Gantry finds pods, whatever a manifest calls them.
    private static final List<String> OURS =
            List.of(Labels.SERVICE, Labels.COMPONENT, Labels.REVISION);

    private static final String PART_OF = "app.kubernetes.io/part-of";
    private static final String NAME = "app.kubernetes.io/name";
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String KSERVE_COMPONENT = "kserve.io/component";
    private static final String ROLE = "llm-d.ai/role";
    private static final String SERVICE = "llminferenceservice";
    private static final String PREDICTOR = "predictor";
    private static final String PREFILL = "prefill";

    private LlmMetadata() {}

    static ObjectMeta of(LlmService service, String name, Map<String, String> more) {
        Map<String, String> labels = new TreeMap<>(more);
        labels.put(Labels.MANAGED_BY, Labels.GANTRY);
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(service.namespace())
                .withLabels(labels)
                .withOwnerReferences(owners(service))
                .build();
    }

    /// The metadata of a workload's Deployment or LeaderWorkerSet.
    static ObjectMeta of(LlmWorkload workload, String name, Map<String, String> labels) {
        LlmService service = workload.service();
        Map<String, String> all = new TreeMap<>(labels);
        all.putAll(passed(service.labels(), PASSED_LABELS));
        ObjectMeta metadata = of(service, name, all);
        metadata.setAnnotations(orNull(passed(service.annotations(), PASSED_ANNOTATIONS)));
        return metadata;
    }

    /// The metadata of a workload's pods.
    ///
    /// @param labels by which the pods are found; those of the manifest may differ
    /// @param selected labels that nothing overrides
    static ObjectMeta ofPods(
            LlmWorkload workload, Map<String, String> labels, Map<String, String> selected) {
        LlmService service = workload.service();
        Map<String, String> all = new TreeMap<>(labels);
        all.put(Labels.MANAGED_BY, Labels.GANTRY);
        all.putAll(passed(service.labels(), PASSED_LABELS));
        all.putAll(LlmService.map(workload.part("labels")));
        OURS.stream()
                .filter(labels::containsKey)
                .forEach(key -> all.put(key, String.valueOf(labels.get(key))));
        all.putAll(selected);
        Map<String, String> annotations =
                new TreeMap<>(passed(service.annotations(), PASSED_ANNOTATIONS));
        annotations.putAll(LlmService.map(workload.part("annotations")));
        annotations.keySet().removeAll(KEPT_BACK);
        if (service.revision() != null && !service.revision().equals(all.get(Labels.REVISION))) {
            // Too long for a label.
            annotations.put(Labels.REVISION, service.revision());
        }
        return new ObjectMetaBuilder().withLabels(all).withAnnotations(orNull(annotations)).build();
    }

    /// Labels of what belongs to a part of the service.
    ///
    /// @param part what distinguishes it, such as `-worker`; empty for none
    static Map<String, String> labels(LlmService service, String part) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(COMPONENT, "llminferenceservice-workload" + part);
        labels.put(NAME, service.name());
        labels.put(PART_OF, SERVICE);
        return labels;
    }

    /// Labels of what belongs to one of the service's revisions, by which Gantry finds it.
    static Map<String, String> revision(LlmService service) {
        Map<String, String> labels = labels(service, "");
        mark(service, labels);
        return labels;
    }

    private static void mark(LlmService service, Map<String, String> labels) {
        labels.put(Labels.SERVICE, service.name());
        if (service.revision() != null) {
            labels.put(Labels.REVISION, Names.shortened(service.revision()));
        }
    }

    /// Labels of pods that have a part in serving, and answer no requests themselves.
    static Map<String, String> joining(LlmService service, String part) {
        Map<String, String> labels = labels(service, part);
        mark(service, labels);
        labels.put(Labels.COMPONENT, PREDICTOR);
        return labels;
    }

    /// Labels of pods that answer requests.
    static Map<String, String> serving(LlmWorkload workload, String part) {
        Map<String, String> labels = joining(workload.service(), part);
        labels.put(KSERVE_COMPONENT, "workload");
        labels.put(ROLE, role(workload));
        return labels;
    }

    /// Selects the first pods of groups.
    static Map<String, String> selector(LlmService service) {
        Map<String, String> selector = new TreeMap<>();
        selector.put(PART_OF, SERVICE);
        selector.put(NAME, service.name());
        selector.put(KSERVE_COMPONENT, "workload");
        if (service.revision() != null) {
            selector.put(Labels.REVISION, Names.shortened(service.revision()));
        }
        if (service.disaggregated()) {
            selector.put(ROLE, "decode");
        }
        return selector;
    }

    /// Whether pods with these labels answer no requests, but prepare what others answer.
    public static boolean prefills(Map<String, String> labels) {
        return PREFILL.equals(labels.get(ROLE));
    }

    private static String role(LlmWorkload workload) {
        if (workload.role() == Role.PREFILL) {
            return PREFILL;
        }
        return workload.service().disaggregated() ? "decode" : "both";
    }

    private static Map<String, String> passed(Map<String, String> all, List<String> prefixes) {
        Map<String, String> passed = new TreeMap<>(all);
        passed.keySet().removeIf(key -> prefixes.stream().noneMatch(key::startsWith));
        return passed;
    }

    private static @Nullable Map<String, String> orNull(Map<String, String> map) {
        return map.isEmpty() ? null : map;
    }

    private static List<OwnerReference> owners(LlmService service) {
        String uid = service.metadata().path("uid").asText("");
        if (uid.isEmpty()) {
            return List.of();
        }
        return List.of(
                new OwnerReferenceBuilder()
                        .withApiVersion(LlmVersion.V1ALPHA2.apiVersion())
                        .withKind(LlmService.KIND)
                        .withName(service.name())
                        .withUid(uid)
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build());
    }
}
