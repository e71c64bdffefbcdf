package io.gantry.kserve.combine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names of what belongs to a service, as KServe makes them (Knative's `kmeta.ChildName`): the
/// service's and a suffix, with a hash in place of the end of a name that is too long.
public final class ChildNames {
    private static final int MAX = 63;

    /// So much of the service's name and of the suffix stays beside the hash.
    private static final int KEPT = MAX - 32;

    private ChildNames() {}

    public static String of(String parent, String suffix) {
        if (parent.length() + suffix.length() <= MAX) {
            return parent + suffix;
        }
        int kept = KEPT - suffix.length();
        return kept > 0
                ? parent.substring(0, Math.min(kept, parent.length())) + md5(parent) + suffix
                : parent.substring(0, Math.min(KEPT, parent.length())) + md5(parent + suffix);
    }

    private static String md5(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
