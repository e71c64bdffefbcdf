package io.gantry.loader.fetch.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a repository holds in the place of a file that Git LFS keeps.
///
/// @param oid SHA-256 of the file's content, in hex
record LfsPointer(String oid, long size) {

    /// None is larger, says the specification.
    static final int LARGEST = 1024;

    private static final Pattern VERSION =
            Pattern.compile(
                    "\\Aversion https://(git-lfs\\.github\\.com|hawser\\.github\\.com)/spec/v1\n");
    private static final Pattern OID = Pattern.compile("(?m)^oid sha256:([0-9a-f]{64})$");
    private static final Pattern SIZE = Pattern.compile("(?m)^size (\\d{1,18})$");

    /// Empty when it is an ordinary file.
    static Optional<LfsPointer> parse(byte[] content) {
        if (content.length >= LARGEST) {
            return Optional.empty();
        }
        String text = new String(content, UTF_8);
        Matcher oid = OID.matcher(text);
        Matcher size = SIZE.matcher(text);
        return VERSION.matcher(text).lookingAt() && oid.find() && size.find()
                ? Optional.of(new LfsPointer(oid.group(1), Long.parseLong(size.group(1))))
                : Optional.empty();
    }
}
