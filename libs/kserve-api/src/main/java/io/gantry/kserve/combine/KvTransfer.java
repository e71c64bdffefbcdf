package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.validate.Quantity;
import java.math.BigDecimal;

/// What a server is told of where its KV cache goes when the accelerator's memory is full
/// (`kvCacheOffloading`): to memory, and from there to file systems (`workload_kv_cache.go`).
public final class KvTransfer {
    private KvTransfer() {}

    /// vLLM's `--kv-transfer-config`.
    static ObjectNode of(JsonNode offloading) {
        ObjectNode config = KServeJson.mapper().createObjectNode();
        config.put("kv_connector", "OffloadingConnector");
        ObjectNode extra = config.putObject("kv_connector_extra_config");
        extra.put("cpu_bytes_to_use", bytes(offloading.path("cpu")));
        String policy = offloading.path("evictionPolicy").asText("");
        if (!policy.isEmpty()) {
            extra.put("eviction_policy", policy);
        }
        JsonNode tiers = offloading.path("secondary");
        if (!tiers.isEmpty()) {
            ArrayNode list = extra.putArray("secondary_tiers");
            for (int i = 0; i < tiers.size(); i++) {
                list.addObject().put("root_dir", path(i)).put("type", "fs");
            }
        }
        extra.put("spec_name", "TieringOffloadingSpec");
        config.put("kv_role", "kv_both");
        return config;
    }

    /// Where the file system of that number is mounted.
    public static String path(int number) {
        return "/mnt/kv-cache-" + number;
    }

    public static long bytes(JsonNode quantity) {
        return Quantity.parse(quantity).orElse(BigDecimal.ZERO).longValue();
    }
}
