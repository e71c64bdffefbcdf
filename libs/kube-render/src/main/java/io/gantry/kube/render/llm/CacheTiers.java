package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.KvTransfer;
import io.gantry.kserve.validate.Quantity;
import io.gantry.kube.render.PodDraft;
import java.math.BigDecimal;

/// Where a server's KV cache goes when the accelerator's memory is full (`kvCacheOffloading`): to
/// memory, and from there to file systems (`workload_kv_cache.go`).
final class CacheTiers {
    private CacheTiers() {}

    /// Mounts the file systems.
    static void add(PodDraft pod, ObjectNode main, JsonNode offloading) {
        JsonNode tiers = offloading.path("secondary");
        for (int i = 0; i < tiers.size(); i++) {
            mount(pod, main, tiers.get(i).path("fileSystem"), i);
        }
    }

    private static void mount(PodDraft pod, ObjectNode main, JsonNode fileSystem, int number) {
        String volume = "kv-cache-secondary-" + number;
        ObjectNode source = KServeJson.mapper().createObjectNode();
        JsonNode claim = fileSystem.path("pvc");
        if (fileSystem.has("emptyDir")) {
            JsonNode size = fileSystem.at("/emptyDir/size");
            pod.volume(volume, "emptyDir", source.set("sizeLimit", size));
            reserve(main, size);
        } else if (claim.has("spec")) {
            source.putObject("volumeClaimTemplate").set("spec", claim.get("spec"));
            pod.volume(volume, "ephemeral", source);
        } else {
            source.put("claimName", claim.at("/ref/name").asText());
            pod.volume(volume, "persistentVolumeClaim", source);
        }
        String subPath = claim.at("/ref/path").asText("").replaceAll("^/+|/+$", "");
        PodDraft.mount(main, new PodDraft.Mount(volume, KvTransfer.path(number), subPath, false));
    }

    /// So that the pod gets onto a node with so much disk.
    private static void reserve(ObjectNode main, JsonNode size) {
        ObjectNode requests = main.withObject("/resources/requests");
        BigDecimal before =
                Quantity.parse(requests.path("ephemeral-storage")).orElse(BigDecimal.ZERO);
        requests.put(
                "ephemeral-storage",
                before.signum() == 0
                        ? size.asText()
                        : before.add(BigDecimal.valueOf(KvTransfer.bytes(size)))
                                .toBigInteger()
                                .toString());
    }
}
