package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.Refusal;
import java.util.List;

/// What scales a workload (`scaling.go`): KEDA, by the triggers of the manifest, or llm-d's variant
/// autoscaler where the cluster has it. In its place Gantry scales, by what it decides by as well.
final class LlmScalers {
    private static final String KEDA = "keda.sh";
    private static final String WVA = "llmd.ai";
    private static final String DESIRED = "wva_desired_replicas";
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
        if (cluster.kind(WVA, "VariantAutoscaling") != ClusterLookup.Presence.PRESENT) {
            variants.missing(
                    "the cluster is not known to have llm-d's variant autoscaler, so Gantry scales in its place",
                    "give its CustomResourceDefinition, or leave wva out",
                    remarks);
            return List.of();
        }
        if (!variants.get("hpa").present()) {
            throw new Refusal(
                    variants.get("keda").path(),
                    null,
                    "KEDA would have to ask Prometheus, whose address nobody gives",
                    "use hpa, or scaling.keda with a trigger for " + DESIRED);
        }
        return List.of(variant(workload, variants), autoscaler(workload, scaling));
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

    /// What the variant autoscaler watches.
    private static HasMetadata variant(LlmWorkload workload, Field variants) {
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        spec.set("scaleTargetRef", target(workload));
        spec.put("modelID", workload.service().modelName());
        spec.put("variantCost", variants.get("variantCost").node().asText("10.0"));
        return object(workload, WVA + "/v1alpha1", "VariantAutoscaling", "-va", spec);
    }

    /// What carries out the variant autoscaler's decisions.
    private static HasMetadata autoscaler(LlmWorkload workload, Field scaling) {
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        spec.set("scaleTargetRef", target(workload));
        spec.put("minReplicas", scaling.get("minReplicas").number(1));
        spec.put("maxReplicas", scaling.get("maxReplicas").number(1));
        ObjectNode external =
                spec.putArray("metrics").addObject().put("type", "External").putObject("external");
        external.putObject("metric")
                .put("name", DESIRED)
                .putObject("selector")
                .putObject("matchLabels")
                .put("variant_name", name(workload, "-va"))
                .put("exported_namespace", workload.service().namespace());
        external.putObject("target").put("type", "AverageValue").put("averageValue", "1");
        JsonNode behavior = scaling.at("wva", "hpa", "behavior").node();
        if (behavior.isObject()) {
            spec.set("behavior", behavior);
        }
        return object(workload, "autoscaling/v2", "HorizontalPodAutoscaler", "-hpa", spec);
    }

    private static ObjectNode target(LlmWorkload workload) {
        ObjectNode target = KServeJson.mapper().createObjectNode();
        return workload.multiNode()
                ? target.put("apiVersion", LlmGroups.API_VERSION)
                        .put("kind", LlmGroups.KIND)
                        .put("name", workload.groupName())
                : target.put("apiVersion", "apps/v1")
                        .put("kind", "Deployment")
                        .put("name", workload.name());
    }

    private static String name(LlmWorkload workload, String suffix) {
        return workload.service().child("-kserve" + workload.role().suffix() + suffix);
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
                        LlmMetadata.labels(workload.service(), "")));
        object.setAdditionalProperty("spec", spec);
        return object;
    }
}
