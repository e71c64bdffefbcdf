package io.gantry.deployer.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.kserve.api.Resources;
import io.gantry.kserve.validate.Quantity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From what replicas of a revision are made.
///
/// @param requests what each asks for of its machine, which it is not held to: `cpu` in cores,
///   `memory` in bytes
record Blueprint(
        PredictorKey key,
        String uid,
        @Nullable String runtime,
        String fingerprint,
        ProcessTemplate template,
        Map<String, Double> requests) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    static Blueprint of(Workload workload, ProcessTemplate template) {
        return new Blueprint(
                workload.key(),
                workload.uid(),
                workload.runtimeName(),
                fingerprint(workload.uid(), template),
                template,
                requests(workload.container().resources()));
    }

    /// As in Kubernetes, a limit is requested where nothing else is.
    private static Map<String, Double> requests(@Nullable Resources resources) {
        Map<String, Double> requests = new HashMap<>();
        if (resources != null) {
            for (String name : List.of("cpu", "memory")) {
                quantity(resources.requests(), name)
                        .or(() -> quantity(resources.limits(), name))
                        .filter(amount -> amount.signum() > 0)
                        .ifPresent(amount -> requests.put(name, amount.doubleValue()));
            }
        }
        return requests;
    }

    private static Optional<BigDecimal> quantity(
            @Nullable Map<String, JsonNode> quantities, String name) {
        return Optional.ofNullable(quantities).map(all -> all.get(name)).flatMap(Quantity::parse);
    }

    /// The paths of the models are left out: files that were cached anew somewhere else are no
    /// reason to restart what has them in memory.
    private static String fingerprint(String uid, ProcessTemplate template) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(uid.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(
                            digest.digest(JSON.writeValueAsBytes(template.with(List.of()))), 0, 8);
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException("Cannot fingerprint a workload", e);
        }
    }
}
