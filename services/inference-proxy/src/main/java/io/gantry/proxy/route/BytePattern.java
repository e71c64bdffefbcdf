package io.gantry.proxy.route;

/// Looks for some bytes in a stream of bytes, each of which it sees once and does not look back at.
final class BytePattern {

    private final byte[] pattern;
    private int matched;

    /// @param pattern that has its first byte only once, or starts over where it has it again, as
    ///   `\r\n--boundary` and `\r\n\r\n`: so after a byte that does not fit, nothing that was seen
    ///   before it can be the start of a match
    BytePattern(byte[] pattern) {
        this.pattern = pattern.clone();
    }

    int length() {
        return pattern.length;
    }

    /// Begins anew, as if so many of the pattern's bytes had just been seen.
    void startAfter(int bytes) {
        matched = bytes;
    }

    /// @return true when the pattern ends with this byte; then the search has to begin anew
    boolean ends(byte next) {
        if (pattern[matched] == next) {
            matched++;
        } else {
            matched = pattern[0] == next ? 1 : 0;
        }
        return matched == pattern.length;
    }
}
