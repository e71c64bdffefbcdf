package io.gantry.deployer.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From what replicas of a revision are made.
record Blueprint(
        PredictorKey key,
        String uid,
        @Nullable String runtime,
        String fingerprint,
        ProcessTemplate template) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    static Blueprint of(Workload workload, ProcessTemplate template) {
        return new Blueprint(
                workload.key(),
                workload.uid(),
                workload.runtimeName(),
                fingerprint(workload.uid(), template),
                template);
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
