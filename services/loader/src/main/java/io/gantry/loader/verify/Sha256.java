package io.gantry.loader.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Digests of files and of whole artifacts.
public final class Sha256 {

    private static final Comparator<VerifiedFile> BY_PATH_BYTES =
            Comparator.comparing(
                    file -> file.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// Ends the digest and resets it.
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// True for 64 lower-case hex digits; anything else may not become a file name.
    public static boolean isHex(String text) {
        return HEX.matcher(text).matches();
    }

    /// The digest that stands for an artifact: of its only file, or of the listing that `sha256sum`
    /// prints for its files, sorted by path as `LC_ALL=C sort` does.
    public static String ofArtifact(List<VerifiedFile> files) {
        if (files.size() == 1) {
            return files.getFirst().sha256();
        }
        String listing =
                files.stream()
                        .sorted(BY_PATH_BYTES)
                        .map(file -> file.sha256() + "  " + file.path() + "\n")
                        .collect(Collectors.joining());
        return HexFormat.of()
                .formatHex(newDigest().digest(listing.getBytes(StandardCharsets.UTF_8)));
    }
}
