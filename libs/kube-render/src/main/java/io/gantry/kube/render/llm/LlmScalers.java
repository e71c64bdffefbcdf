package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kube.render.ClusterLookup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What scales a workload (`scaling.go`): KEDA, by the triggers of the manifest, or an HPA that
/// carries out what llm-d's variant autoscaler decides, which finds it by its annotations. In the
/// place of the latter with KEDA Gantry scales, by what it decides by as well: KEDA would have to
/// ask a Prometheus, whose address nobody gives.
final class LlmScalers {
    private static final String KEDA = "keda.sh";
    private static final String WVA = "llm-d.ai/";
    private static final String ACCELERATOR = "inference.optimization/acceleratorName";
    private static final List<String> HANDED_OVER =
            List.of(
                    "pollingInterval",
                    "cooldownPeriod",
                    "initialCooldownPeriod",
                    "idleReplicaCount",
                    "fallback",
                    "advanced",
                    "triggers");

    private final ClusterLookup cluster;

    LlmScalers(ClusterLookup cluster) {
        this.cluster = cluster;
    }

    List<HasMetadata> of(LlmWorkload workload, Findings remarks) {
        Field scaling = workload.field().get("scaling");
        if (scaling.get("keda").present()) {
            return List.of(scaledObject(workload, scaling));
        }
        Field variants = scaling.get("wva");
        if (!variants.present()) {
            return List.of();
        }
        if (!variants.get("hpa").present()) {
            variants.get("keda")
                    .missing(
                            "Gantry scales in the place of llm-d's variant autoscaler and KEDA",
                            "use scaling.keda with a trigger of your own for KEDA",
                            remarks);
            return List.of();
        }
        variants.get("hpa")
                .missing(
                        "it scales by what llm-d's variant autoscaler (0.9) and a Prometheus adapter tell it",
                        "install them, or leave scaling out: then Gantry scales",
                        remarks);
        return List.of(autoscaler(workload, scaling));
    }

    private HasMetadata scaledObject(LlmWorkload workload, Field scaling) {
        if (cluster.kind(KEDA, "ScaledObject") == ClusterLookup.Presence.ABSENT) {
            throw new Refusal(
                    scaling.get("keda").path(),
                    null,
                    "the cluster has no ScaledObject of KEDA",
                    "install KEDA, or leave scaling out: then Gantry scales");
        }
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        spec.set("scaleTargetRef", target(workload));
        spec.put("minReplicaCount", scaling.get("minReplicas").number(1));
        spec.put("maxReplicaCount", scaling.get("maxReplicas").number(1));
        for (String field : HANDED_OVER) {
            JsonNode value = scaling.get("keda").node().path(field);
            if (!value.isMissingNode()) {
                spec.set(field, value);
            }
        }
        return object(workload, "keda.sh/v1alpha1", "ScaledObject", "-keda", spec);
    }

    private static HasMetadata autoscaler(LlmWorkload workload, Field scaling) {
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        spec.set("scaleTargetRef", target(workload));
        // Kubernetes' own knows no zero.
        spec.put("minReplicas", Math.max(1, scaling.get("minReplicas").number(1)));
        spec.put("maxReplicas", scaling.get("maxReplicas").number(1));
        ObjectNode external =
                spec.putArray("metrics").addObject().put("type", "External").putObject("external");
        external.putObject("metric")
                .put("name", "wva_desired_replicas")
                .putObject("selector")
                .putObject("matchLabels")
                .put("variant_name", name(workload, "-hpa"));
        external.putObject("target").put("type", "Value").put("value", "1");
        JsonNode behavior = scaling.at("wva", "hpa", "behavior").node();
        if (behavior.isObject()) {
            spec.set("behavior", behavior);
        }
        HasMetadata object =
                object(workload, "autoscaling/v2", "HorizontalPodAutoscaler", "-hpa", spec);
        announce(object.getMetadata(), workload, scaling.at("wva", "variantCost").text());
        return object;
    }

    /// Tells the variant autoscaler of it.
    private static void announce(ObjectMeta metadata, LlmWorkload workload, String cost) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(WVA + "managed", "true");
        annotations.put(WVA + "model-id", workload.service().modelName());
        if (!cost.isEmpty()) {
            annotations.put(WVA + "variant-cost", cost);
        }
        metadata.setAnnotations(annotations);
        metadata.getLabels()
                .put(ACCELERATOR, workload.part("labels").path(ACCELERATOR).asText("unknown"));
    }

    private static ObjectNode target(LlmWorkload workload) {
        ObjectNode target = KServeJson.mapper().createObjectNode();
        return workload.multiNode()
                ? target.put("apiVersion", LlmGroups.API_VERSION)
                        .put("kind", LlmGroups.KIND)
                        .put("name", LlmGroups.name(workload))
                : target.put("apiVersion", "apps/v1")
                        .put("kind", "Deployment")
                        .put("name", workload.name());
    }

    private static String name(LlmWorkload workload, String suffix) {
        return workload.service().own("-kserve" + workload.role().suffix() + suffix);
    }

    private static HasMetadata object(
            LlmWorkload workload, String version, String kind, String suffix, ObjectNode spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(version);
        object.setKind(kind);
        object.setMetadata(
                LlmMetadata.of(
                        workload.service(),
                        name(workload, suffix),
                        LlmMetadata.revision(workload.service())));
        object.setAdditionalProperty("spec", spec);
        return object;
    }
}
