package io.gantry.loader.peer;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SHA-256 in the fields of RFC 9530: `Content-Digest`, of what a message carries, and
/// `Repr-Digest`, of the whole file that it is a part of.
final class ContentDigest {

    static final String CONTENT = "Content-Digest";
    static final String REPRESENTATION = "Repr-Digest";

    private static final Pattern FIELD =
            Pattern.compile("(?:^|.*[ ,])sha-256=:([A-Za-z0-9+/]{43}=):.*");

    private ContentDigest() {}

    static String field(byte[] sha256) {
        return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(sha256));
    }

    static String fieldOfHex(String sha256) {
        return field(HexFormat.of().parseHex(sha256));
    }

    /// Empty when there is none.
    static Optional<byte[]> parse(@Nullable String field) {
        Matcher digest = FIELD.matcher(field == null ? "" : field);
        return digest.matches()
                ? Optional.of(Base64.getDecoder().decode(digest.group(1)))
                : Optional.empty();
    }
}
