package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/// Short digests of objects, equal for equal ones.
final class Fingerprint {

    private static final int BYTES = 8;

    private Fingerprint() {}

    static String of(KubernetesSerialization serialization, Collection<?> objects) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object object : objects) {
                digest.update(serialization.asJson(object).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
